/// Explains where an image is pulled from.
@NullMarked
package dev.imagemirrors.explain;

import org.jspecify.annotations.NullMarked;
