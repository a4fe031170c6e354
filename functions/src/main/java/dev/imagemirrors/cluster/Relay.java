package dev.imagemirrors.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Forwards requests to OCM with the caller's permissions.
public interface Relay {
  /// Reads, with retries while a retry may help and there is time.
  ///
  /// @param path below OCM's base URL, percent-encoded
  /// @param query percent-encoded, may be empty
  /// @param headers further headers beside the token
  Relayed get(String path, String query, Map<String, String> headers);

  /// Sends once, without retries.
  Relayed post(String path, String body, Map<String, String> headers);

  /// The result.
  sealed interface Relayed {
    /// An answer of OCM with any status.
    ///
    /// @param contentType null when there was none
    /// @param notices headers with warnings for the caller, by name
    // It is forwarded, never compared or stored.
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(
        int status,
        byte[] body,
        @Nullable String contentType,
        @Nullable String operationId,
        @Nullable Long retryAfterSeconds,
        Map<String, String> notices)
        implements Relayed {
      public Answered {
        notices = Map.copyOf(notices);
      }
    }

    /// There is no answer to forward.
    record Failed(String reason) implements Relayed {}
  }
}
