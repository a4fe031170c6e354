/// Runs what waits for a cluster that has become ready.
@NullMarked
package dev.imagemirrors.clusterready;

import org.jspecify.annotations.NullMarked;
