package dev.imagemirrors.simulation;

/// Looks at the facts of a run that is over, and says which promises were not kept.
interface Checker {
  void checker(Facts facts, Verdict verdict);
}
