/// Runs an operation that waits, until it ends.
@NullMarked
package dev.imagemirrors.runoperation;

import org.jspecify.annotations.NullMarked;
