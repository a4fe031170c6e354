/// The cost of the calls of a create without our code.
@NullMarked
package dev.imagemirrors.bench.bare;

import org.jspecify.annotations.NullMarked;
