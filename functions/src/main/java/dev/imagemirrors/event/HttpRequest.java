package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.mirror.InvalidField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The HTTP request of an API Gateway event, for the OCM-compatible API. Its headers hold tokens,
/// so they are never printed.
///
/// @param id API Gateway's ID of the request, or else Lambda's
/// @param path as sent, percent-encoded
/// @param query percent-encoded; empty when there is none
/// @param headers by their names in lower case
/// @param content the body as in the event; null when there is none
/// @param isBase64 whether the content is Base64
public record HttpRequest(
    String id,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    @Nullable String content,
    boolean isBase64) {
  private static final int MAX_BODY = EventReader.MAX_JSON_BYTES;

  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /// Reads an event, also an incomplete one as typed in the console; empty when it is not a
  /// request.
  ///
  /// @throws InvalidField when the event is not JSON
  public static Optional<HttpRequest> read(byte[] bytes, String requestId) {
    try {
      return of(new ProxyEvent(JsonReader.read(bytes)), requestId);
    } catch (JsonFault fault) {
      throw new InvalidField("event", fault.reason());
    }
  }

  private static Optional<HttpRequest> of(ProxyEvent event, String requestId) {
    var method = event.method();
    var path = event.path();
    return method == null || path == null
        ? Optional.empty()
        : Optional.of(
            new HttpRequest(
                Objects.requireNonNullElse(EventReader.bounded(event.requestId()), requestId),
                method.toUpperCase(Locale.ROOT),
                path,
                query(event),
                headers(event),
                event.body().asText(),
                event.isBase64()));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  private static String query(ProxyEvent event) {
    var raw = event.rawQuery();
    if (raw != null) {
      return raw;
    }
    var query = new StringJoiner("&");
    event.eachParameter((name, value) -> add(query, name, value));
    return query.toString();
  }

  private static void add(StringJoiner query, String name, Json value) {
    query.add(encoded(name) + "=" + encoded(Optional.ofNullable(value.asText()).orElse("")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> headers(ProxyEvent event) {
    var headers = new TreeMap<String, String>();
    event
        .headers()
        .forEach((name, value) -> {
          var text = value.asText();
          if (text != null) {
            headers.put(name.toLowerCase(Locale.ROOT), text);
          }
        });
    return headers;
  }

  /// The body as a string; null when there is none.
  ///
  /// @throws InvalidField when the body is too large, or invalid Base64
  public @Nullable String body() {
    if (content == null || content.isBlank()) {
      return null;
    }
    var text =
        isBase64 ? new String(ProxyEvent.bytes(content, true), StandardCharsets.UTF_8) : content;
    if (text.length() > MAX_BODY) {
      throw new InvalidField(
          "body", "has " + text.length() + " characters; at most 256 KB are allowed");
    }
    return text;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
