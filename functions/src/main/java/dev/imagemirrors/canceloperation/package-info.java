/// Cancels a waiting operation.
@NullMarked
package dev.imagemirrors.canceloperation;

import org.jspecify.annotations.NullMarked;
