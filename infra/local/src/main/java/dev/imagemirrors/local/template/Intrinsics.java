package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Resolves CloudFormation's intrinsic functions in their long form.
///
/// `AWS::NoValue` becomes a missing node, which is left out of its object or list.
final class Intrinsics {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");

  private final JsonNode root;
  private final Map<String, Resource> resources;
  private final Parameters parameters;
  private final Conditions conditions;
  private final References references;

  Intrinsics(JsonNode root, Map<String, Resource> resources, DeployTarget here) {
    this.root = root;
    this.resources = resources;
    this.parameters = new Parameters(root.path("Parameters"), here);
    this.conditions = new Conditions(root.path("Conditions"), this);
    this.references = new References(here, this);
  }

  Conditions conditions() {
    return conditions;
  }

  References references() {
    return references;
  }

  /// The stage of a REST API. The implicit API of SAM has the stage `Prod`.
  String stage(String apiId) {
    var api = resources.get(apiId);
    return api == null ? "Prod" : resolve(api.properties().path("StageName")).asText("Prod");
  }

  JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      var array = Json.array();
      node.forEach(item -> present(resolve(item), array::add));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      var name = node.fieldNames().next();
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return call(name, node.path(name));
      }
    }
    var object = Json.object();
    node.properties()
        .forEach(entry ->
            present(resolve(entry.getValue()), value -> object.set(entry.getKey(), value)));
    return object;
  }

  private static void present(JsonNode value, java.util.function.Consumer<JsonNode> use) {
    if (!value.isMissingNode()) {
      use.accept(value);
    }
  }

  private JsonNode call(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> ref(argument.asText());
      case "Fn::GetAtt" ->
          text(attribute(argument.path(0).asText(), resolve(argument.path(1)).asText()));
      case "Fn::Sub" -> text(sub(argument));
      case "Fn::If" -> resolve(argument.path(conditions.holds(argument.path(0).asText()) ? 1 : 2));
      case "Fn::Join" ->
          text(String.join(resolve(argument.path(0)).asText(), texts(resolve(argument.path(1)))));
      case "Fn::Split" ->
          Parameters.split(resolve(argument.path(0)).asText(), resolve(argument.path(1)).asText());
      case "Fn::Select" -> select(argument);
      case "Fn::FindInMap" -> find(resolve(argument));
      case "Fn::Base64" ->
          text(
              Base64.getEncoder()
                  .encodeToString(resolve(argument).asText().getBytes(StandardCharsets.UTF_8)));
      case "Fn::ImportValue" ->
          throw new TemplateFault(
              "ImportValue " + resolve(argument).asText(),
              "the local stack has no exports of other stacks");
      default -> throw new TemplateFault(function, "unsupported intrinsic function");
    };
  }

  private JsonNode ref(String name) {
    return parameters
        .find(name)
        .orElseGet(() -> text(references.ref(resource(name, "Ref " + name))));
  }

  private String attribute(String id, String attribute) {
    return references.attribute(resource(id, "GetAtt " + id + "." + attribute), attribute);
  }

  private Resource resource(String name, String where) {
    // SAM adds `Function.Alias` and `Function.Version`. In the local stack both are the function.
    int dot = name.indexOf('.');
    var resource = resources.get(dot < 0 ? name : name.substring(0, dot));
    if (resource == null && name.equals("ServerlessRestApi")) {
      return new Resource(name, "AWS::Serverless::Api", Json.object());
    }
    if (resource == null) {
      throw new TemplateFault(where, "unknown parameter or resource");
    }
    return dot < 0 ? resource : alias(resource, name.substring(dot + 1), where);
  }

  private Resource alias(Resource function, String what, String where) {
    if (!function.type().equals("AWS::Serverless::Function")
        || !(what.equals("Alias") || what.equals("Version"))) {
      throw new TemplateFault(where, "unknown parameter or resource");
    }
    return new Resource(references.attribute(function, "Arn"), "alias", Json.object());
  }

  private String sub(JsonNode argument) {
    var pattern = argument.isArray() ? argument.path(0).asText() : argument.asText();
    var own = argument.path(1);
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(
            m -> Matcher.quoteReplacement(placeholder(m.group(1), m.group(2).strip(), own)));
  }

  private String placeholder(String literal, String name, JsonNode own) {
    if (!literal.isEmpty()) {
      return "${" + name + "}";
    }
    if (own.has(name)) {
      return scalar(resolve(own.path(name)), "Sub ${" + name + "}");
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? scalar(ref(name), "Sub ${" + name + "}")
        : attribute(name.substring(0, dot), name.substring(dot + 1));
  }

  private static String scalar(JsonNode value, String where) {
    if (!value.isValueNode()) {
      throw new TemplateFault(where, "must be a single value");
    }
    return value.asText();
  }

  private JsonNode select(JsonNode argument) {
    var list = resolve(argument.path(1));
    int index = resolve(argument.path(0)).asInt(-1);
    if (!list.has(index)) {
      throw new TemplateFault("Select " + index, "the list has " + list.size() + " items");
    }
    return list.path(index);
  }

  private JsonNode find(JsonNode path) {
    var where = texts(path);
    if (where.size() < 3) {
      throw new TemplateFault("FindInMap " + where, "requires a map and two keys");
    }
    var value = root.path("Mappings").path(where.get(0)).path(where.get(1)).path(where.get(2));
    if (value.isMissingNode()) {
      throw new TemplateFault("FindInMap " + where, "no such entry");
    }
    return value;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }
}
