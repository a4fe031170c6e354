/// The threads of the local stack.
@NullMarked
package dev.imagemirrors.local.thread;

import org.jspecify.annotations.NullMarked;
