/// Restores the image mirrors that a cluster had at a moment of its history.
@NullMarked
package dev.imagemirrors.restore;

import org.jspecify.annotations.NullMarked;
