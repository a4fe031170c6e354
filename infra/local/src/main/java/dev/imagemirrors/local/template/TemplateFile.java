package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A template file. [#at] resolves it for an account and region.
public final class TemplateFile {
  private static final Set<String> SUPPORTED =
      Set.of(
          "AWS::Serverless::Function",
          "AWS::Serverless::Api",
          "AWS::DynamoDB::Table",
          "AWS::SQS::Queue",
          "AWS::SecretsManager::Secret",
          "AWS::Events::EventBus");

  private final JsonNode root;

  private TemplateFile(JsonNode root) {
    this.root = root;
  }

  public static TemplateFile parse(String yaml) {
    return new TemplateFile(TemplateTree.read(yaml));
  }

  /// The project's template.yaml, which is packaged with these classes.
  public static TemplateFile ofThisProject() {
    try (var stream = TemplateFile.class.getResourceAsStream("/template.yaml")) {
      if (stream == null) {
        throw new IllegalStateException("template.yaml is not on the class path");
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Checks values for the template's parameters.
  ///
  /// @throws InvalidParameter if one is unknown, or its value is not allowed
  public void check(Map<String, String> parameters) {
    new ParameterRules(root.path("Parameters")).check(parameters);
  }

  public Template at(DeployTarget here) {
    check(here.parameters());
    var resources = new LinkedHashMap<String, Resource>();
    var intrinsics = new Intrinsics(root, resources, here);
    root.path("Resources")
        .properties()
        .forEach(entry -> declare(entry.getKey(), entry.getValue(), intrinsics, resources));
    return template(List.copyOf(resources.values()), intrinsics);
  }

  private void declare(
      String id, JsonNode declared, Intrinsics intrinsics, Map<String, Resource> resources) {
    if (declared.has("Condition")
        && !intrinsics.conditions().holds(declared.path("Condition").asText())) {
      return;
    }
    var type = declared.path("Type").asText();
    if (!SUPPORTED.contains(type) && !References.hasNoEffect(type)) {
      throw new TemplateFault("Resources." + id, "unsupported resource type " + type);
    }
    var own = declared.path("Properties");
    resources.put(
        id,
        new Resource(
            id,
            type,
            type.equals("AWS::Serverless::Function")
                ? merged(root.path("Globals").path("Function"), own)
                : own));
  }

  /// Merges like SAM: objects by key, lists by concatenation; otherwise the resource's value wins.
  private static JsonNode merged(JsonNode global, JsonNode own) {
    if (global instanceof ObjectNode
        && own instanceof ObjectNode
        && !isCall(global)
        && !isCall(own)) {
      ObjectNode both = global.deepCopy();
      own.properties()
          .forEach(entry ->
              both.set(
                  entry.getKey(),
                  global.has(entry.getKey())
                      ? merged(global.path(entry.getKey()), entry.getValue())
                      : entry.getValue()));
      return both;
    }
    if (global instanceof ArrayNode first && own instanceof ArrayNode second) {
      return first.deepCopy().addAll(second);
    }
    return own.isMissingNode() ? global : own;
  }

  private static boolean isCall(JsonNode node) {
    return node.size() == 1
        && (node.fieldNames().next().equals("Ref") || node.fieldNames().next().startsWith("Fn::"));
  }

  private static Template template(List<Resource> resources, Intrinsics intrinsics) {
    var functions = new FunctionReader(intrinsics);
    var storage = new StorageReader(intrinsics);
    var buses = new ArrayList<>(List.of("default"));
    var gatewayResponses = new ArrayList<GatewayResponse>();
    for (var resource : resources) {
      switch (resource.type()) {
        case "AWS::Serverless::Function" -> functions.read(resource);
        case "AWS::Serverless::Api" ->
            resource
                .properties()
                .path("GatewayResponses")
                .properties()
                .forEach(each ->
                    gatewayResponses.add(GatewayResponse.read(each.getKey(), each.getValue())));
        case "AWS::DynamoDB::Table" -> storage.table(resource);
        case "AWS::SQS::Queue" -> storage.queue(resource);
        case "AWS::SecretsManager::Secret" -> storage.secret(resource);
        case "AWS::Events::EventBus" -> buses.add(intrinsics.references().name(resource));
        default -> {}
      }
    }
    // A bus named only by rules exists outside the template in AWS. Here it is created.
    functions.rules.stream()
        .map(BusRule::bus)
        .filter(bus -> !buses.contains(bus))
        .distinct()
        .forEach(buses::add);
    return new Template(
        List.copyOf(functions.functions),
        List.copyOf(functions.routes),
        List.copyOf(gatewayResponses),
        List.copyOf(functions.rules),
        List.copyOf(functions.schedules),
        List.copyOf(functions.queueTriggers),
        List.copyOf(functions.streamTriggers),
        List.copyOf(storage.tables),
        List.copyOf(storage.queues),
        List.copyOf(storage.secrets),
        List.copyOf(buses));
  }
}
