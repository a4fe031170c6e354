package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/// The Conditions section of the template.
final class Conditions {
  private final JsonNode declared;
  private final Intrinsics intrinsics;

  Conditions(JsonNode declared, Intrinsics intrinsics) {
    this.declared = declared;
    this.intrinsics = intrinsics;
  }

  boolean holds(String name) {
    var condition = declared.path(name);
    if (condition.isMissingNode()) {
      throw new TemplateFault("Conditions." + name, "unknown condition");
    }
    return holds(condition);
  }

  private boolean holds(JsonNode condition) {
    var function =
        condition.size() == 1 && condition.isObject() ? condition.fieldNames().next() : "";
    var argument = condition.path(function);
    return switch (function) {
      case "Condition" -> holds(argument.asText());
      case "Fn::Equals" ->
          intrinsics
              .resolve(argument.path(0))
              .asText()
              .equals(intrinsics.resolve(argument.path(1)).asText());
      case "Fn::Not" -> !holds(argument.path(0));
      case "Fn::And" -> StreamSupport.stream(argument.spliterator(), false).allMatch(this::holds);
      case "Fn::Or" -> StreamSupport.stream(argument.spliterator(), false).anyMatch(this::holds);
      default ->
          throw new TemplateFault("Conditions", "the local stack does not know " + condition);
    };
  }
}
