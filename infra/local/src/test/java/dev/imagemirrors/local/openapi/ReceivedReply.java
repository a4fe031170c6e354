package dev.imagemirrors.local.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.http.HttpHeaders;

/// A reply received over HTTP.
record ReceivedReply(int status, HttpHeaders headers, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  String mediaType() {
    return headers.firstValue("Content-Type").orElse("none").replaceFirst(";.*", "");
  }

  JsonNode body() {
    try {
      return switch (mediaType()) {
        case "application/json", "application/problem+json" -> JSON.readTree(text);
        case "application/yaml" -> YAML.readTree(text);
        default -> TextNode.valueOf(text);
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  /// Whether a function replied with a problem document.
  boolean isProblem() {
    return mediaType().equals("application/problem+json")
        && !body().path("type").asText().equals("about:blank");
  }

  /// The status, then the media type, the name of the problem, or `gateway`.
  String kind() {
    var body = body();
    var problem = mediaType().equals("application/problem+json");
    var type = body.path("type").asText();
    var kind =
        !problem
            ? mediaType()
            : type.equals("about:blank") ? "gateway" : type.replaceFirst(".*:", "");
    return status + " " + kind;
  }
}
