/// Deletes an image mirror.
@NullMarked
package dev.imagemirrors.delete;

import org.jspecify.annotations.NullMarked;
