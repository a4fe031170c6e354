/// What was asked for and how far it is; the one path on which every write to a cluster runs.
@NullMarked
package dev.imagemirrors.operation;

import org.jspecify.annotations.NullMarked;
