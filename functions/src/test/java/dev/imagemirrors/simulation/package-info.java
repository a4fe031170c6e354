/// A simulation of everything around the functions, in one process, on one clock, from one seed:
/// many callers, a store, a queue and an OCM that fail, and functions that are killed; and what
/// must hold all the same.
@NullMarked
package dev.imagemirrors.simulation;

import org.jspecify.annotations.NullMarked;
