package dev.imagemirrors.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Passes requests on to OCM as they are, with the rights of whoever made them.
public interface Relay {
  /// Reads, again and again while that may help and there is time.
  ///
  /// @param path below OCM's own address, percent-encoded
  /// @param query percent-encoded, empty where there is none
  /// @param headers what goes with it beside the token
  Relayed get(String path, String query, Map<String, String> headers);

  /// Sent once: what does not answer is not asked again.
  Relayed post(String path, String body, Map<String, String> headers);

  /// What came back.
  sealed interface Relayed {
    /// OCM's answer, whatever it is.
    ///
    /// @param contentType null where there was none
    /// @param notices headers that warn whoever asked, by their names
    // It is handed on, never compared or kept.
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

    /// Nothing that could be handed on.
    record Unheard(String reason) implements Relayed {}
  }
}
