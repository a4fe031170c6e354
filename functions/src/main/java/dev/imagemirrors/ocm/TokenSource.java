package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;

/// Where the bearer token of a call comes from.
interface TokenSource {
  Token token(Deadline deadline);

  /// Says that OCM did not accept this token, so that it is not given again. True where there may
  /// be another one.
  boolean renews(String refused);

  /// Whether it is for us to see to it that OCM accepts them.
  default boolean areOurs() {
    return true;
  }

  sealed interface Token {
    record Given(String value) implements Token {
      @Override
      public String toString() {
        return "Given";
      }
    }

    /// The token service does not accept our credentials.
    record Rejected(String reason) implements Token {}

    /// The token service could not be asked, or gave no useful answer.
    record Unavailable(String reason) implements Token {}
  }
}
