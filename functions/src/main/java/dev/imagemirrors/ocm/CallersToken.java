package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;

/// The token that a caller brought with him. There is no other one: what OCM says to it, it says to
/// him.
record CallersToken(String value) implements TokenSource {
  @Override
  public Token token(Deadline deadline) {
    return new Token.Given(value);
  }

  @Override
  public boolean renews(String refused) {
    return false;
  }

  @Override
  public boolean areOurs() {
    return false;
  }

  @Override
  public String toString() {
    return "CallersToken";
  }
}
