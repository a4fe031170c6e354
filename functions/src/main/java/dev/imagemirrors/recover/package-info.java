/// Recovers operations that no invocation is running.
@NullMarked
package dev.imagemirrors.recover;

import org.jspecify.annotations.NullMarked;
