/// Mixed traffic for minutes with injected faults, and an audit of every write at the end.
@NullMarked
package dev.imagemirrors.bench.load;

import org.jspecify.annotations.NullMarked;
