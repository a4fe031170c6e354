package dev.imagemirrors.simulation;

/// A promise that was not kept.
///
/// @param at when it was seen
record Broken(Invariant promise, long at, String how) {
  @Override
  public String toString() {
    return "%s %s: %s; but %s".formatted(Trace.time(at), promise, promise.words(), how);
  }
}
