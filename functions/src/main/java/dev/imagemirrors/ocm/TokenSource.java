package dev.imagemirrors.ocm;

import dev.imagemirrors.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The source of the bearer token of a call.
interface TokenSource {
  Token token(Deadline deadline);

  /// Discards a token that OCM did not accept. True when there may be another one.
  boolean renews(String refused);

  /// Whether the credentials are ours, so that a 401 is a failure of this stack.
  default boolean isOurs() {
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

    /// The token service was not reached, or gave no usable answer.
    ///
    /// @param after the wait that the token service asked for
    record Unavailable(String reason, @Nullable Duration after) implements Token {}
  }
}
