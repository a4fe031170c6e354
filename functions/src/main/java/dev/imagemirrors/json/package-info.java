/// JSON as values: read and written by streaming, since data binding would cost a quarter of a cold
/// start.
@NullMarked
package dev.imagemirrors.json;

import org.jspecify.annotations.NullMarked;
