package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imagemirrors.local.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The template's parameters, including CloudFormation's pseudo parameters.
final class Parameters {
  private final JsonNode declared;
  private final DeployTarget here;

  Parameters(JsonNode declared, DeployTarget here) {
    this.declared = declared;
    this.here = here;
  }

  Optional<JsonNode> find(String name) {
    var pseudo = pseudo(name);
    if (pseudo != null) {
      return Optional.of(pseudo);
    }
    return declared.has(name) ? Optional.of(value(name, declared.path(name))) : Optional.empty();
  }

  private @Nullable JsonNode pseudo(String name) {
    return switch (name) {
      case "AWS::Region" -> text(here.scope().region());
      case "AWS::AccountId" -> text(here.scope().account());
      case "AWS::Partition" -> text("aws");
      case "AWS::URLSuffix" -> text("amazonaws.com");
      case "AWS::StackName" -> text(here.stackName());
      case "AWS::StackId" ->
          text(here.scope().arn("cloudformation", "stack/" + here.stackName() + "/local"));
      case "AWS::NotificationARNs" -> Json.array();
      case "AWS::NoValue" -> MissingNode.getInstance();
      default -> null;
    };
  }

  private JsonNode value(String name, JsonNode parameter) {
    var given = here.parameters().get(name);
    var value = given == null ? parameter.path("Default") : text(given);
    if (value.isMissingNode()) {
      throw new TemplateFault("Parameters." + name, "a value is required: it has no default");
    }
    var type = parameter.path("Type").asText();
    return type.equals("CommaDelimitedList") || type.startsWith("List<")
        ? split(",", value.asText())
        : value;
  }

  /// Splits a string into a list.
  static JsonNode split(String separator, String value) {
    var array = Json.array();
    for (var part : value.split(Pattern.quote(separator), -1)) {
      array.add(part.strip());
    }
    return array;
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }
}
