/// What the stack itself remembers across a restart, when it has a data directory.
@NullMarked
package dev.imagemirrors.local.state;

import org.jspecify.annotations.NullMarked;
