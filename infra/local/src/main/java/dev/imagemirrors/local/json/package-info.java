/// JSON reading and writing for the local stack.
@NullMarked
package dev.imagemirrors.local.json;

import org.jspecify.annotations.NullMarked;
