package dev.imagemirrors.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A function's result, converted to an HTTP reply as API Gateway does.
final class ProxyReply {
  private ProxyReply() {}

  /// @throws IllegalArgumentException with the reason, if the result is not a proxy reply
  static Reply of(byte[] payload) {
    JsonNode answer;
    try {
      answer = Json.read(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
    int status = answer.path("statusCode").asInt(0);
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("it has no statusCode");
    }
    return new Reply(status, headers(answer), body(answer));
  }

  private static Map<String, List<String>> headers(JsonNode answer) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", List.of("application/json"));
    for (var header : object(answer, "headers").entrySet()) {
      headers.put(header.getKey(), List.of(value(header.getKey(), header.getValue())));
    }
    for (var header : object(answer, "multiValueHeaders").entrySet()) {
      var values = new ArrayList<String>();
      header.getValue().forEach(value -> values.add(value(header.getKey(), value)));
      headers.put(header.getKey(), values);
    }
    headers.remove("Content-Length");
    headers.remove("Transfer-Encoding");
    headers.remove("Connection");
    return headers;
  }

  private static Map<String, JsonNode> object(JsonNode answer, String name) {
    var node = answer.path(name);
    if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
      throw new IllegalArgumentException(name + " is not an object");
    }
    var object = new LinkedHashMap<String, JsonNode>();
    node.properties().forEach(entry -> object.put(entry.getKey(), entry.getValue()));
    return object;
  }

  private static String value(String header, JsonNode value) {
    if (!value.isValueNode()) {
      throw new IllegalArgumentException("the header " + header + " is not one value");
    }
    return value.asText();
  }

  private static byte[] body(JsonNode answer) {
    var body = answer.path("body");
    if (body.isNull() || body.isMissingNode()) {
      return new byte[0];
    }
    if (!body.isTextual()) {
      throw new IllegalArgumentException("its body is not a string");
    }
    return answer.path("isBase64Encoded").asBoolean()
        ? Base64.getDecoder().decode(body.asText())
        : body.asText().getBytes(StandardCharsets.UTF_8);
  }
}
