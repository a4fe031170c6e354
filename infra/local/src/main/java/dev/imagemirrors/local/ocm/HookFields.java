package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the body of a hook field by field, and then rejects unknown fields by name.
final class HookFields {
  private final ObjectNode body;
  private final Set<String> known = new HashSet<>();

  HookFields(ObjectNode body) {
    this.body = body;
  }

  Optional<JsonNode> value(String field) {
    known.add(field);
    return Optional.ofNullable(body.get(field)).filter(value -> !value.isNull());
  }

  Optional<String> string(String field) {
    var value = value(field);
    value.filter(v -> !v.isTextual()).ifPresent(_ -> refuse(field, "must be a string"));
    return value.map(JsonNode::textValue);
  }

  Optional<Boolean> truth(String field) {
    var value = value(field);
    value.filter(v -> !v.isBoolean()).ifPresent(_ -> refuse(field, "must be true or false"));
    return value.map(JsonNode::booleanValue);
  }

  Optional<Integer> number(String field, int least, int most) {
    var value = value(field);
    value
        .filter(v ->
            !v.canConvertToInt()
                || !v.isIntegralNumber()
                || v.intValue() < least
                || v.intValue() > most)
        .ifPresent(_ -> refuse(field, "must be an integer from %d to %d".formatted(least, most)));
    return value.map(JsonNode::intValue);
  }

  <E extends Enum<E>> Optional<E> choice(String field, Class<E> choices) {
    return string(field)
        .map(text ->
            Arrays.stream(choices.getEnumConstants())
                .filter(choice -> text(choice).equals(text))
                .findFirst()
                .orElseThrow(() ->
                    refusal(
                        field,
                        "must be one of "
                            + Arrays.stream(choices.getEnumConstants())
                                .map(HookFields::text)
                                .toList())));
  }

  /// Call it after all fields were read.
  void refuseOthers() {
    for (var field : body.properties()) {
      if (!known.contains(field.getKey())) {
        refuse(field.getKey(), "unknown field");
      }
    }
  }

  static String text(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  static Refused refusal(String field, String reason) {
    return Refused.badRequest("'" + field + "' " + reason);
  }

  private static void refuse(String field, String reason) {
    throw refusal(field, reason);
  }
}
