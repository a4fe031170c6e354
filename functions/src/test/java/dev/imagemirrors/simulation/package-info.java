/// A deterministic simulation of everything around the functions, in one process, with one clock
/// and one seed: many callers, a faulty store, queue and OCM, and functions that are killed. Checks
/// the invariants that must still hold.
@NullMarked
package dev.imagemirrors.simulation;

import org.jspecify.annotations.NullMarked;
