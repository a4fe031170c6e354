/// Tests of the code whose errors would silently distort measurements.
@NullMarked
package dev.imagemirrors.bench;

import org.jspecify.annotations.NullMarked;
