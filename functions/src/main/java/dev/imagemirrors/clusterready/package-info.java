/// Runs the operations that wait for a cluster to be ready.
@NullMarked
package dev.imagemirrors.clusterready;

import org.jspecify.annotations.NullMarked;
