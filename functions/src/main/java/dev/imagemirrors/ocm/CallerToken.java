package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;

/// The token of a caller. It is never renewed: a refusal of OCM is for the caller.
record CallerToken(String value) implements TokenSource {
  @Override
  public Token token(Deadline deadline) {
    return new Token.Given(value);
  }

  @Override
  public boolean renews(String refused) {
    return false;
  }

  @Override
  public boolean isOurs() {
    return false;
  }

  @Override
  public String toString() {
    return "CallerToken";
  }
}
