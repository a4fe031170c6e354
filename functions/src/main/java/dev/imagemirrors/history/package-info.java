/// The history of a cluster's image mirrors: append-only, without gaps, and hash-chained.
@NullMarked
package dev.imagemirrors.history;

import org.jspecify.annotations.NullMarked;
