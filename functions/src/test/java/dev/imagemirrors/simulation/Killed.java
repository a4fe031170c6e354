package dev.imagemirrors.simulation;

/// The invocation was killed: nothing may catch this, and nothing is cleaned up.
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String why) {
    super(why, null, false, false);
  }
}
