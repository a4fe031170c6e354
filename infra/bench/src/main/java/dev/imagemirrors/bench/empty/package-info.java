/// The cost of the runtime alone.
@NullMarked
package dev.imagemirrors.bench.empty;

import org.jspecify.annotations.NullMarked;
