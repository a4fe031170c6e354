package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/// Reads and writes JSON.
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array(Collection<? extends JsonNode> items) {
    return MAPPER.createArrayNode().addAll(items);
  }

  static ArrayNode strings(Collection<String> values) {
    var array = MAPPER.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  /// The JSON object in the body of a request; any other body is a 400.
  static ObjectNode objectIn(String body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Refused.badRequest("Request body is not valid JSON: " + e.getOriginalMessage());
    }
    throw Refused.badRequest("Request body must be a JSON object");
  }
}
