/// Describes one image mirror.
@NullMarked
package dev.imagemirrors.describe;

import org.jspecify.annotations.NullMarked;
