/// The engine: the one path on which every write to a cluster runs.
@NullMarked
package dev.imagemirrors.lane;

import org.jspecify.annotations.NullMarked;
