package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.text.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one exchange with OCM went.
sealed interface OcmReply {
  /// OCM, or something before it, answered. The body is null where it is not JSON; `raw` is what
  /// came, whatever it is.
  record Answered(
      int status,
      @Nullable Json body,
      @Nullable String operationId,
      @Nullable Duration retryAfter,
      Raw raw)
      implements OcmReply {
    private static final int LONGEST_REASON = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /// What OCM's clients show their users as a warning.
    private static final List<String> NOTICES =
        List.of("Deprecation", "X-OCM-Deprecation-Message", "X-OCM-Field-Deprecation");

    /// A body as it came, and the headers that say what it is.
    ///
    /// @param header a header's value by its name, null where there is none
    static Answered read(int status, byte[] body, Function<String, @Nullable String> header) {
      return new Answered(
          status,
          json(body),
          header.apply("X-Operation-ID"),
          duration(header.apply("Retry-After")),
          new Raw(body, header.apply("Content-Type"), notices(header)));
    }

    private static Map<String, String> notices(Function<String, @Nullable String> header) {
      var notices = new LinkedHashMap<String, String>();
      for (var name : NOTICES) {
        var value = header.apply(name);
        if (value != null && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
          notices.put(name, value);
        }
      }
      return notices;
    }

    private static @Nullable Json json(byte[] body) {
      try {
        return body.length == 0 ? null : JsonReader.read(body);
      } catch (JsonFault _) {
        return null;
      }
    }

    private static @Nullable Duration duration(@Nullable String retryAfter) {
      if (retryAfter == null) {
        return null;
      }
      try {
        var seconds = Long.parseUnsignedLong(retryAfter.strip());
        var longest = LONGEST_WAIT.toSeconds();
        return Long.compareUnsigned(seconds, longest) > 0
            ? LONGEST_WAIT
            : Duration.ofSeconds(seconds);
      } catch (NumberFormatException _) {
        return null;
      }
    }

    String reason() {
      var reason = body == null ? null : body.at("reason").asText();
      return reason == null || reason.isBlank()
          ? "OCM answered with status " + status + (body == null ? " and no JSON" : "")
          : Text.shortened(reason, LONGEST_REASON);
    }
  }

  /// What came, byte for byte.
  ///
  /// @param notices headers that warn whoever asked, by their names
  // It is handed on, never compared or kept.
  @SuppressWarnings("ArrayRecordComponent")
  record Raw(byte[] bytes, @Nullable String contentType, Map<String, String> notices) {
    public Raw {
      notices = Map.copyOf(notices);
    }
  }

  /// The request never left: no connection, no time, or no token to send it with.
  record NotSent(String reason) implements OcmReply {}

  /// It was sent, and no answer came: a timeout, a reset.
  record Lost(String reason) implements OcmReply {}

  /// The token service knows our credentials, and does not accept them.
  record Unauthenticated(String reason) implements OcmReply {}
}
