/// Mixed traffic for minutes on end, with faults on, and an account of every write at the end of
/// it.
@NullMarked
package dev.imagemirrors.bench.load;

import org.jspecify.annotations.NullMarked;
