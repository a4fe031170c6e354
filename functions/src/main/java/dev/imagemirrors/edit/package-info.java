/// Replaces the mirrors of an image mirror.
@NullMarked
package dev.imagemirrors.edit;

import org.jspecify.annotations.NullMarked;
