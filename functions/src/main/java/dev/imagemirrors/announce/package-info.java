/// Announces what was done, from the history.
@NullMarked
package dev.imagemirrors.announce;

import org.jspecify.annotations.NullMarked;
