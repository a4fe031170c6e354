package dev.imagemirrors.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// The project's OpenAPI document, and its validation of replies.
///
/// Reply schemas are closed here, so an undocumented member is an error.
final class ApiDocument {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String BASE = "https://imagemirrors.dev/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final List<String> TOLD_HEADERS =
      List.of("Cache-Control", "ETag", "Location", "Retry-After");

  private final JsonNode root;
  private final SchemaRegistry registry;

  ApiDocument() {
    try {
      root = YAML.readTree(Files.readString(Path.of("..", "openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var closed = root.deepCopy();
    close(closed, false);
    registry =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(),
            builder ->
                builder
                    .schemas(Map.of(BASE, closed.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  /// An operation: its ID, its route, and a JSON pointer to it.
  record Operation(String id, String method, String path, String pointer) {
    String route() {
      return method + " " + path;
    }
  }

  /// A schema, by its JSON pointer, and a value to validate against it.
  record Example(String pointer, JsonNode value, String schema) {
    @Override
    public String toString() {
      return pointer;
    }
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  if (METHODS.contains(method.getKey())) {
                    operations.add(
                        new Operation(
                            method.getValue().path("operationId").asText(),
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            child(child("/paths", path.getKey()), method.getKey())));
                  }
                }));
    return operations;
  }

  Operation operation(String id) {
    return operations().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// Every documented response of an operation: the status, then the media type, the name of the
  /// problem, or `gateway`.
  Stream<String> answers(Operation operation) {
    return root.at(operation.pointer() + "/responses").properties().stream()
        .flatMap(response -> {
          var pointer =
              resolved(child(operation.pointer() + "/responses", response.getKey())) + "/content";
          return root.at(pointer).properties().stream()
              .flatMap(content -> kinds(content.getKey(), content.getValue().path("schema")))
              .map(kind -> operation.id() + " " + response.getKey() + " " + kind);
        });
  }

  private static Stream<String> kinds(String mediaType, JsonNode schema) {
    if (schema.path("$ref").asText().endsWith("/GatewayProblem")) {
      return Stream.of("gateway");
    }
    if (schema.has("oneOf")) {
      return schema.path("oneOf").valueStream().flatMap(each -> kinds(mediaType, each));
    }
    if (!mediaType.equals("application/problem+json")) {
      return Stream.of(mediaType);
    }
    var type = schema.at("/allOf/1/properties/type");
    var urns = type.has("const") ? Stream.of(type.path("const")) : type.path("enum").valueStream();
    return urns.map(urn -> urn.asText().replaceFirst(".*:", ""));
  }

  /// The differences between a reply and the document.
  List<String> faults(Operation operation, ReceivedReply reply) {
    var status = Integer.toString(reply.status());
    var response = resolved(child(operation.pointer() + "/responses", status));
    if (root.at(response).isMissingNode()) {
      return List.of("status " + status + " is not documented");
    }
    var content = child(response + "/content", reply.mediaType());
    if (root.at(content).isMissingNode()) {
      return List.of(reply.mediaType() + " is not documented for status " + status);
    }
    var faults = new ArrayList<>(headerFaults(response, reply));
    faults.addAll(faults(content + "/schema", reply.body()));
    return faults;
  }

  private List<String> headerFaults(String response, ReceivedReply reply) {
    var faults = new ArrayList<String>();
    for (var name : TOLD_HEADERS) {
      var header = resolved(child(response + "/headers", name));
      var value = reply.headers().firstValue(name);
      if (root.at(header).isMissingNode()) {
        value.ifPresent(_ -> faults.add(name + " is not documented"));
      } else if (value.isPresent()) {
        faults.addAll(faults(header + "/schema", parameter(header + "/schema", value.get())));
      } else if (root.at(header).path("required").asBoolean()) {
        faults.add(name + " is missing");
      }
    }
    return faults;
  }

  private JsonNode parameter(String schema, String value) {
    return root.at(resolved(schema)).path("type").asText().equals("integer")
        ? IntNode.valueOf(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  List<String> faults(String schema, JsonNode value) {
    return registry.getSchema(SchemaLocation.of(BASE + "#" + schema)).validate(value).stream()
        .map(Error::toString)
        .toList();
  }

  /// Every example of a media type, a parameter or a header.
  List<Example> examples() {
    var examples = new ArrayList<Example>();
    walk(
        "",
        root,
        (pointer, node) -> {
          if (!node.has("schema")) {
            return;
          }
          if (node.has("example")) {
            examples.add(
                new Example(pointer + "/example", node.path("example"), pointer + "/schema"));
          }
          for (var name : node.path("examples").properties()) {
            var at = child(pointer + "/examples", name.getKey());
            examples.add(new Example(at, root.at(resolved(at) + "/value"), pointer + "/schema"));
          }
        });
    return examples;
  }

  List<String> problemTypes() {
    return root.at("/components/schemas/ProblemType/enum")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visit) {
    if (node.isObject()) {
      visit.accept(pointer, node);
      node.properties()
          .forEach(entry -> walk(child(pointer, entry.getKey()), entry.getValue(), visit));
    }
  }

  /// The pointer, or the target of the reference at it.
  private String resolved(String pointer) {
    var reference = root.at(pointer).path("$ref");
    return reference.isTextual() ? reference.asText().substring(1) : pointer;
  }

  private static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static void close(JsonNode node, boolean part) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !part) {
      object.put("additionalProperties", false);
    }
    node.properties()
        .forEach(
            entry -> entry.getValue().forEach(each -> close(each, entry.getKey().equals("allOf"))));
    node.properties().forEach(entry -> close(entry.getValue(), false));
  }
}
