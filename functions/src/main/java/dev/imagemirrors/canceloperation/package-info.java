/// Calls an operation off that waits.
@NullMarked
package dev.imagemirrors.canceloperation;

import org.jspecify.annotations.NullMarked;
