/// What the runtime itself costs.
@NullMarked
package dev.imagemirrors.bench.empty;

import org.jspecify.annotations.NullMarked;
