/// Explains where a cluster's nodes pull an image from.
@NullMarked
package dev.imagemirrors.explain;

import org.jspecify.annotations.NullMarked;
