package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A condition on a document.
///
/// As in SQL, a condition on an absent field is unknown: neither `name != 'a'` nor `NOT name = 'a'`
/// matches a document without a name.
sealed interface Condition {
  boolean holds(JsonNode document);

  boolean fails(JsonNode document);

  Set<String> fields();

  record All(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return parts.stream().allMatch(part -> part.holds(document));
    }

    @Override
    public boolean fails(JsonNode document) {
      return parts.stream().anyMatch(part -> part.fails(document));
    }

    @Override
    public Set<String> fields() {
      return union(parts);
    }
  }

  record Any(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return parts.stream().anyMatch(part -> part.holds(document));
    }

    @Override
    public boolean fails(JsonNode document) {
      return parts.stream().allMatch(part -> part.fails(document));
    }

    @Override
    public Set<String> fields() {
      return union(parts);
    }
  }

  record Not(Condition part) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return part.fails(document);
    }

    @Override
    public boolean fails(JsonNode document) {
      return part.holds(document);
    }

    @Override
    public Set<String> fields() {
      return part.fields();
    }
  }

  /// A predicate on one field.
  record Field(String path, Predicate test) implements Condition {
    @Override
    public boolean holds(JsonNode document) {
      return valueIn(document, path).map(test::matches).orElse(false);
    }

    @Override
    public boolean fails(JsonNode document) {
      return valueIn(document, path).map(value -> !test.matches(value)).orElse(false);
    }

    @Override
    public Set<String> fields() {
      return Set.of(path);
    }
  }

  static Optional<JsonNode> valueIn(JsonNode document, String path) {
    JsonNode node = document;
    for (String name : path.split("\\.", -1)) {
      node = node.path(name);
    }
    return node.isValueNode() && !node.isNull() ? Optional.of(node) : Optional.empty();
  }

  private static Set<String> union(List<Condition> parts) {
    return parts.stream().flatMap(part -> part.fields().stream()).collect(Collectors.toSet());
  }
}
