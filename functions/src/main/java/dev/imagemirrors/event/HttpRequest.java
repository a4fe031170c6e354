package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.mirror.InvalidField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The HTTP request that an API's event tells of, for a function that speaks somebody else's API.
/// Never printed: its headers hold tokens.
///
/// @param id the API's ID of the request, or Lambda's
/// @param path as it was sent, percent-encoded
/// @param query percent-encoded, empty where there is none
/// @param headers by their names in lower case
/// @param content the body as the event has it, null where there is none
/// @param isBase64 whether that is in Base64
public record HttpRequest(
    String id,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    @Nullable String content,
    boolean isBase64) {
  private static final int MOST_BODY = EventReader.MAX_JSON_BYTES;

  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  /// Reads an event of a REST API (payload 1.0) or an HTTP API (2.0), or as much of one as somebody
  /// types; empty where it is no request.
  ///
  /// @throws InvalidField when it is no JSON
  public static Optional<HttpRequest> read(byte[] bytes, String requestId) {
    Json event;
    try {
      event = Json.parse(bytes);
    } catch (JsonFault fault) {
      throw new InvalidField("event", fault.reason());
    }
    var context = event.at("requestContext");
    var method = text(event.at("httpMethod"), context.at("http").at("method"));
    var path = text(event.at("path"), event.at("rawPath"));
    return method == null || path == null
        ? Optional.empty()
        : Optional.of(
            new HttpRequest(
                Optional.ofNullable(context.at("requestId").asText()).orElse(requestId),
                method.toUpperCase(Locale.ROOT),
                path,
                query(event),
                headers(event),
                event.at("body").asText(),
                event.at("isBase64Encoded").equals(Json.of(true))));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// A REST API gives the parameters decoded, an HTTP API as they were sent.
  private static String query(Json event) {
    var raw = event.at("rawQueryString").asText();
    if (raw != null) {
      return raw;
    }
    var query = new StringJoiner("&");
    if (event.at("multiValueQueryStringParameters") instanceof Json.Members many) {
      many.values()
          .forEach((name, values) -> values.items().forEach(value -> add(query, name, value)));
    } else {
      event.at("queryStringParameters").members().forEach((name, value) -> add(query, name, value));
    }
    return query.toString();
  }

  private static void add(StringJoiner query, String name, Json value) {
    query.add(encoded(name) + "=" + encoded(Optional.ofNullable(value.asText()).orElse("")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> headers(Json event) {
    var headers = new TreeMap<String, String>();
    event
        .at("headers")
        .members()
        .forEach((name, value) -> {
          var text = value.asText();
          if (text != null) {
            headers.put(name.toLowerCase(Locale.ROOT), text);
          }
        });
    return headers;
  }

  /// The body as a text; null where there is none.
  ///
  /// @throws InvalidField when it is too large, or not in Base64 as it should be
  public @Nullable String body() {
    if (content == null || content.isBlank()) {
      return null;
    }
    var text = isBase64 ? decoded(content) : content;
    if (text.length() > MOST_BODY) {
      throw new InvalidField(
          "body", "has " + text.length() + " characters; at most 256 KB are allowed");
    }
    return text;
  }

  private static String decoded(String content) {
    try {
      return new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new InvalidField("body", "is not valid Base64");
    }
  }

  private static @Nullable String text(Json... candidates) {
    for (var candidate : candidates) {
      var text = candidate.asText();
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
