/// Looks at the clusters that something waits for, and tells which of them are ready.
@NullMarked
package dev.imagemirrors.watchclusters;

import org.jspecify.annotations.NullMarked;
