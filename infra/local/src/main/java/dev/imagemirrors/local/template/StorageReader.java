package dev.imagemirrors.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads tables, queues and secrets.
final class StorageReader {
  private static final List<String> INDEX_PROPERTIES =
      List.of("IndexName", "KeySchema", "Projection", "ProvisionedThroughput");

  final List<TableResource> tables = new ArrayList<>();
  final List<QueueResource> queues = new ArrayList<>();
  final List<SecretResource> secrets = new ArrayList<>();

  private final Intrinsics intrinsics;

  StorageReader(Intrinsics intrinsics) {
    this.intrinsics = intrinsics;
  }

  void table(Resource resource) {
    var properties = properties(resource);
    var name = intrinsics.references().name(resource);
    var creation = Json.object().put("TableName", name);
    for (var copied :
        List.of("AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput")) {
      properties.node(copied).ifPresent(node -> creation.set(copied, node));
    }
    for (var indexes : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
      properties.node(indexes).ifPresent(node -> creation.set(indexes, indexes(node)));
    }
    properties
        .at("StreamSpecification")
        .text("StreamViewType")
        .ifPresent(view ->
            creation
                .putObject("StreamSpecification")
                .put("StreamEnabled", true)
                .put("StreamViewType", view));
    if (properties.flag("DeletionProtectionEnabled", false)) {
      creation.put("DeletionProtectionEnabled", true);
    }
    var expiry = properties.at("TimeToLiveSpecification");
    tables.add(
        new TableResource(
            name,
            creation,
            expiry.flag("Enabled", false) ? expiry.text("AttributeName") : Optional.empty()));
  }

  private static JsonNode indexes(JsonNode declared) {
    var indexes = Json.array();
    declared.forEach(
        index -> indexes.add(((ObjectNode) index).deepCopy().retain(INDEX_PROPERTIES)));
    return indexes;
  }

  void queue(Resource resource) {
    var properties = properties(resource);
    queues.add(
        new QueueResource(
            intrinsics.references().name(resource),
            intrinsics.references().attribute(resource, "Arn"),
            properties.flag("FifoQueue", false),
            properties.flag("ContentBasedDeduplication", false),
            Duration.ofSeconds(properties.number("VisibilityTimeout", 30)),
            Duration.ofSeconds(properties.number("DelaySeconds", 0)),
            Duration.ofSeconds(properties.number("MessageRetentionPeriod", 345_600)),
            properties.node("RedrivePolicy").map(node -> redrive(properties.where(), node))));
  }

  private static QueueResource.Redrive redrive(String where, JsonNode policy) {
    try {
      var read = policy.isTextual() ? Json.read(policy.asText()) : policy;
      return new QueueResource.Redrive(
          read.path("deadLetterTargetArn").asText(), read.path("maxReceiveCount").asInt());
    } catch (JsonProcessingException e) {
      throw new TemplateFault(where + ".RedrivePolicy", "must be JSON");
    }
  }

  void secret(Resource resource) {
    secrets.add(
        new SecretResource(
            resource.id(),
            intrinsics.references().name(resource),
            intrinsics.references().attribute(resource, "Arn"),
            properties(resource).text("SecretString")));
  }

  private Properties properties(Resource resource) {
    return new Properties("Resources." + resource.id(), resource.properties(), intrinsics);
  }
}
