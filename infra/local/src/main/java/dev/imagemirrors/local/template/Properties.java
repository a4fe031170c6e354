package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The properties of one resource or event. Each is resolved when it is read, so properties that
/// are never read may use anything.
record Properties(String where, JsonNode raw, Intrinsics intrinsics) {
  Optional<JsonNode> node(String name) {
    return Optional.of(intrinsics.resolve(raw.path(name)))
        .filter(n -> !n.isMissingNode() && !n.isNull());
  }

  Optional<String> text(String name) {
    return node(name).map(JsonNode::asText);
  }

  String required(String name) {
    return text(name).orElseThrow(() -> new TemplateFault(where, name + " is required"));
  }

  int number(String name, int otherwise) {
    return node(name).map(n -> n.asInt(otherwise)).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return node(name).map(n -> n.asBoolean(otherwise)).orElse(otherwise);
  }

  List<String> texts(String name) {
    return node(name).stream()
        .flatMap(array -> StreamSupport.stream(array.spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  Properties at(String name) {
    return new Properties(where + "." + name, raw.path(name), intrinsics);
  }

  /// Rejects properties that would change the behavior of the stack and are not supported.
  void refuse(String... names) {
    for (var name : names) {
      if (raw.has(name)) {
        throw new TemplateFault(where + "." + name, "unsupported property");
      }
    }
  }
}
