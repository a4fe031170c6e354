/// Creates an image mirror.
@NullMarked
package dev.imagemirrors.create;

import org.jspecify.annotations.NullMarked;
