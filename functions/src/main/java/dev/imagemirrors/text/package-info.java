/// Text from outside, made short and printable before it is stored or shown.
@NullMarked
package dev.imagemirrors.text;

import org.jspecify.annotations.NullMarked;
