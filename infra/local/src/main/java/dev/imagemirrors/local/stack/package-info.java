/// The local stack put together, and started.
@NullMarked
package dev.imagemirrors.local.stack;

import org.jspecify.annotations.NullMarked;
