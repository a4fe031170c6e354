package dev.imagemirrors.simulation;

/// Checks the final state of a simulation and reports violated invariants.
interface Checker {
  void check(FinalState end, Assertions assertions);
}
