/// Runs a waiting operation.
@NullMarked
package dev.imagemirrors.runoperation;

import org.jspecify.annotations.NullMarked;
