/// The clock, deadlines and backoff: values that tests control.
@NullMarked
package dev.imagemirrors.time;

import org.jspecify.annotations.NullMarked;
