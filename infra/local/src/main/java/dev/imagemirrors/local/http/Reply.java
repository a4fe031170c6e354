package dev.imagemirrors.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A complete HTTP reply.
// Never compared, so record equality of the array does not matter.
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, Map<String, List<String>> headers, byte[] body) {

  public static Reply json(int status, JsonNode body) {
    return of(status, "application/json", Json.bytes(body));
  }

  public static Reply text(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", List.of(contentType)), body);
  }

  public static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0]);
  }

  /// An error reply in API Gateway's format.
  public static Reply message(int status, String message) {
    return json(status, Json.object().put("message", message));
  }

  /// A request that the server does not answer, whatever it asks for.
  public static Reply forbidden(String reason) {
    return of(
        403,
        "application/problem+json",
        Json.bytes(
            Json.object()
                .put("type", "urn:image-mirrors:problem:denied")
                .put("title", "Denied")
                .put("status", 403)
                .put("detail", reason)));
  }

  public Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, List.of(value));
    return new Reply(status, more, body);
  }
}
