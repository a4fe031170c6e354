package dev.imagemirrors.simulation;

/// An invocation ends in the middle of what it does: nothing may catch it, and nothing is tidied
/// up.
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String why) {
    super(why, null, false, false);
  }
}
