/// Polls the clusters that operations wait for, and announces the ready ones.
@NullMarked
package dev.imagemirrors.watchclusters;

import org.jspecify.annotations.NullMarked;
