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

/// The result of one request to OCM.
sealed interface OcmReply {
  /// OCM, or a proxy before it, answered. The body is null when it is not JSON; `raw` is the
  /// response as it arrived.
  record Answered(
      int status,
      @Nullable Json body,
      @Nullable String operationId,
      @Nullable Duration retryAfter,
      Raw raw)
      implements OcmReply {
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_ID = 255;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /// Headers that OCM's clients show as warnings.
    private static final List<String> NOTICES =
        List.of("Deprecation", "X-OCM-Deprecation-Message", "X-OCM-Field-Deprecation");

    /// Reads a response from its status, body and headers.
    ///
    /// @param header the value of a header by name, null when absent
    static Answered read(int status, byte[] body, Function<String, @Nullable String> header) {
      return new Answered(
          status,
          json(body),
          operationId(header.apply("X-Operation-ID")),
          duration(header.apply("Retry-After")),
          new Raw(body, header.apply("Content-Type"), notices(header)));
    }

    /// It is stored in the history, so its length is limited.
    private static @Nullable String operationId(@Nullable String id) {
      return id == null ? null : Text.shortened(Text.printable(id), LONGEST_ID);
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
          ? "OCM answered with status " + status + (body == null ? " and no JSON body" : "")
          : Text.shortened(reason, LONGEST_REASON);
    }
  }

  /// The response as it arrived.
  ///
  /// @param notices headers with warnings for the caller, by name
  // It is forwarded, never compared or stored.
  @SuppressWarnings("ArrayRecordComponent")
  record Raw(byte[] bytes, @Nullable String contentType, Map<String, String> notices) {
    public Raw {
      notices = Map.copyOf(notices);
    }
  }

  /// The request was not sent: no connection, no time, no token, or a pause that was asked for.
  ///
  /// @param after the wait before it can be sent
  record NotSent(String reason, @Nullable Duration after) implements OcmReply {}

  /// The request was not sent, because OCM has answered nothing lately.
  record Withheld() implements OcmReply {
    static final String REASON = "OCM does not answer at present";
  }

  /// It was sent, but the answer was lost: a timeout, a reset.
  record Lost(String reason) implements OcmReply {}

  /// The token service does not accept our credentials.
  record Unauthenticated(String reason) implements OcmReply {}

  /// The wait before the request can be sent again; null when none was asked for.
  default @Nullable Duration after() {
    return switch (this) {
      case Answered answered -> answered.retryAfter();
      case NotSent(_, var after) -> after;
      case Withheld _, Lost _, Unauthenticated _ -> null;
    };
  }
}
