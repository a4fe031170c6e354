/// Shows an operation, or the operations on a cluster.
@NullMarked
package dev.imagemirrors.showoperation;

import org.jspecify.annotations.NullMarked;
