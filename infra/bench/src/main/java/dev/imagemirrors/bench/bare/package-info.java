/// What the calls of a create cost without us.
@NullMarked
package dev.imagemirrors.bench.bare;

import org.jspecify.annotations.NullMarked;
