/// JSON values, read and written by streaming: data binding would cost a quarter of a cold start.
@NullMarked
package dev.imagemirrors.json;

import org.jspecify.annotations.NullMarked;
