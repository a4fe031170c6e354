/// Measures the functions as Lambda runs them, on this machine.
@NullMarked
package dev.imagemirrors.bench;

import org.jspecify.annotations.NullMarked;
