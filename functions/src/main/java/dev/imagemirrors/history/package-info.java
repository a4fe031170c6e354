/// What was done to a cluster's image mirrors: an append-only, gapless, hash-chained history.
@NullMarked
package dev.imagemirrors.history;

import org.jspecify.annotations.NullMarked;
