package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.clusterNameKey;
import static dev.imagemirrors.dynamo.Attributes.clusterNames;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// The items by which clusters are found while OCM is unavailable: one for each name, ID and
/// external ID, so that a lookup reads one partition, however many clusters there are.
///
/// The lane has the names as they were stored, so they are written only when they have changed.
final class ClusterNames {
  static final String DETAILS = "cluster_identity";

  private final DynamoDbClient client;
  private final Tables tables;

  ClusterNames(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  List<Cluster> find(ClusterKey key) {
    return call(() ->
            client
                .queryPaginator(query ->
                    query
                        .tableName(tables.mirrors())
                        .keyConditionExpression("pk = :name")
                        .expressionAttributeValues(Map.of(":name", clusterNames(key.value())))
                        .consistentRead(true))
                .items()
                .stream()
                .toList())
        .stream()
        .map(Schema::checked)
        .map(item -> read(json(item, DETAILS)))
        .filter(cluster -> cluster.isNamed(key))
        .toList();
  }

  /// Stores the names of a cluster when the lane has others, or none.
  void learn(Cluster cluster, Map<String, AttributeValue> lane) {
    var stored = text(lane, DETAILS);
    var details = write(cluster);
    if (details.equals(stored)) {
      return;
    }
    var items = new ArrayList<TransactWriteItem>();
    items.add(lane(cluster.id(), stored, details));
    var names = names(cluster);
    names.forEach(name -> items.add(put(name, cluster.id(), details)));
    if (stored != null) {
      var former = new LinkedHashSet<>(names(read(json(lane, DETAILS))));
      former.removeAll(names);
      former.forEach(name -> items.add(delete(name, cluster.id())));
    }
    try {
      call(() -> client.transactWriteItems(transaction -> transaction.transactItems(items)));
    } catch (TransactionCanceledException | ConditionalCheckFailedException newer) {
      // Another call has stored names since.
    }
  }

  private TransactWriteItem lane(String clusterId, @Nullable String stored, String details) {
    var values = new HashMap<>(Schema.VALUES);
    values.put(":details", text(details));
    if (stored != null) {
      values.put(":stored", text(stored));
    }
    return TransactWriteItem.builder()
        .update(update ->
            update
                .tableName(tables.mirrors())
                .key(laneKey(clusterId))
                .updateExpression("SET cluster_identity = :details")
                .conditionExpression(
                    (stored == null
                            ? "attribute_not_exists(cluster_identity) AND "
                            : "cluster_identity = :stored AND ")
                        + Schema.READABLE)
                .expressionAttributeValues(values))
        .build();
  }

  private TransactWriteItem put(String name, String clusterId, String details) {
    var item = new HashMap<>(clusterNameKey(name, clusterId));
    item.put(Schema.ATTRIBUTE, Schema.VALUE);
    item.put(DETAILS, text(details));
    return TransactWriteItem.builder()
        .put(put -> put.tableName(tables.mirrors()).item(item))
        .build();
  }

  private TransactWriteItem delete(String name, String clusterId) {
    return TransactWriteItem.builder()
        .delete(delete -> delete.tableName(tables.mirrors()).key(clusterNameKey(name, clusterId)))
        .build();
  }

  private static Set<String> names(Cluster cluster) {
    var names = new LinkedHashSet<>(List.of(cluster.id(), cluster.name()));
    if (cluster.externalId() != null) {
      names.add(cluster.externalId());
    }
    return names;
  }

  /// The names of a cluster, without its state, which changes.
  private static String write(Cluster cluster) {
    return JsonWriter.write(
        Json.object()
            .put("id", cluster.id())
            .put("name", cluster.name())
            .putPresent("external_id", cluster.externalId())
            .put("hosted", Json.of(cluster.hosted()))
            .putPresent("region", cluster.region())
            .build());
  }

  private static Cluster read(Json json) {
    return new Cluster(
        Objects.requireNonNull(json.at("id").asText()),
        Objects.requireNonNull(json.at("name").asText()),
        json.at("external_id").asText(),
        "unknown",
        json.at("hosted").equals(Json.of(true)),
        json.at("region").asText());
  }
}
