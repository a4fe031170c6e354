/// Assembles and starts the local stack.
@NullMarked
package dev.imagemirrors.local.stack;

import org.jspecify.annotations.NullMarked;
