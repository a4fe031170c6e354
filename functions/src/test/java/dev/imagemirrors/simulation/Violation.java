package dev.imagemirrors.simulation;

/// A violated invariant.
///
/// @param at when it was observed
record Violation(Invariant invariant, long at, String detail) {
  @Override
  public String toString() {
    return "%s %s (%s): %s".formatted(Trace.time(at), invariant, invariant.description(), detail);
  }
}
