/// Shows an operation, or those on a cluster.
@NullMarked
package dev.imagemirrors.showoperation;

import org.jspecify.annotations.NullMarked;
