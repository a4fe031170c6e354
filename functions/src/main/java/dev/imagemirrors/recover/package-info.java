/// Finds operations that nobody is running, and queues them again.
@NullMarked
package dev.imagemirrors.recover;

import org.jspecify.annotations.NullMarked;
