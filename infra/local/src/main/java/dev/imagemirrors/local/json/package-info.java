/// JSON as the local stack reads and writes it.
@NullMarked
package dev.imagemirrors.local.json;

import org.jspecify.annotations.NullMarked;
