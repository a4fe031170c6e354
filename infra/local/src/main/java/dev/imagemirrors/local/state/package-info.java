/// The state that the stack keeps across restarts, if it has a data directory.
@NullMarked
package dev.imagemirrors.local.state;

import org.jspecify.annotations.NullMarked;
