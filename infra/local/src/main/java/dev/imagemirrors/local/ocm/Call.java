package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A complete request; its body may have been chunked.
record Call(
    String operationId,
    String method,
    String path,
    Optional<String> query,
    Optional<String> authorization,
    String body) {

  static Call read(HttpExchange exchange, String operationId) throws IOException {
    var uri = exchange.getRequestURI();
    return new Call(
        operationId,
        exchange.getRequestMethod(),
        Optional.ofNullable(uri.getRawPath()).orElse("/"),
        Optional.ofNullable(uri.getRawQuery()),
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  boolean isHook() {
    return path.startsWith("/_sim/");
  }

  boolean isForToken() {
    return path.equals(TokenEndpoint.PATH);
  }

  boolean isWrite() {
    return switch (method) {
      case "POST", "PATCH", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /// The segments of the path, percent-decoded.
  List<String> segments() {
    return List.of(path.substring(1).split("/", -1)).stream()
        .map(segment -> decoded(segment.replace("+", "%2B")))
        .toList();
  }

  Map<String, String> parameters() {
    return query.map(Call::pairs).orElse(Map.of());
  }

  Map<String, String> form() {
    return pairs(body);
  }

  ObjectNode json() {
    return Json.objectIn(body);
  }

  private static Map<String, String> pairs(String encoded) {
    var pairs = new HashMap<String, String>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decoded(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.badRequest("Request has a malformed percent escape: " + encoded);
    }
  }
}
