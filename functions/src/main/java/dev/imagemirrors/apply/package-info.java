/// Applies a whole set of image mirrors.
@NullMarked
package dev.imagemirrors.apply;

import org.jspecify.annotations.NullMarked;
