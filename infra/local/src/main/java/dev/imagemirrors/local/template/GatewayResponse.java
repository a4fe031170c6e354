package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// A reply that API Gateway itself gives, as the template customizes it.
///
/// @param type the type of API Gateway's response, such as `THROTTLED`
/// @param status empty for the status that API Gateway has for the type
/// @param body a mapping template, in which `$context.error.messageString` is the quoted message
public record GatewayResponse(
    String type, String status, Map<String, String> headers, String body) {
  static GatewayResponse read(String type, JsonNode declared) {
    var headers = new LinkedHashMap<String, String>();
    declared
        .at("/ResponseParameters/Headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), unquoted(header.getValue().asText())));
    return new GatewayResponse(
        type,
        declared.path("StatusCode").asText(),
        headers,
        declared.at("/ResponseTemplates/application~1json").asText());
  }

  /// A literal is quoted, to differ from the name of a parameter of the request.
  private static String unquoted(String value) {
    return value.startsWith("'") && value.endsWith("'")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
