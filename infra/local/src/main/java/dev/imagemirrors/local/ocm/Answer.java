package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// The reply to a call, or a closed connection.
sealed interface Answer {

  /// The connection is closed without a reply.
  record Reset() implements Answer {}

  record Reply(int status, String contentType, String body, Map<String, String> headers)
      implements Answer {
    static final String JSON = "application/json";

    public Reply {
      headers = Map.copyOf(headers);
    }

    static Reply json(int status, JsonNode body) {
      return new Reply(status, JSON, body.toString(), Map.of());
    }

    static Reply of(int status, String contentType, String body) {
      return new Reply(status, contentType, body, Map.of());
    }

    static Reply ok(JsonNode body) {
      return json(200, body);
    }

    static Reply noContent() {
      return of(204, JSON, "");
    }
  }
}
