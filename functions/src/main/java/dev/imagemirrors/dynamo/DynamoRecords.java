package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.cluster;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Records;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Records in DynamoDB: one item per mirror, with the same partition key as the lane of its
/// cluster.
public final class DynamoRecords implements Records {
  private final DynamoDbClient client;
  private final Tables tables;

  public DynamoRecords(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  @Override
  public Recorded of(String clusterId) {
    var items =
        all(
            QueryRequest.builder()
                .tableName(tables.mirrors())
                .keyConditionExpression("pk = :cluster")
                .expressionAttributeValues(Map.of(":cluster", cluster(clusterId)))
                .consistentRead(true)
                .build());
    items.forEach(Schema::check);
    return new Recorded(
        items.stream()
            .filter(item -> item.containsKey("mirror"))
            .map(item -> Objects.requireNonNull(MirrorJson.read(json(item, "mirror"))))
            .sorted(Comparator.comparing(ImageMirror::id))
            .toList(),
        items.stream()
            .map(item -> text(item, "closed_at"))
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .findFirst()
            .orElse(null));
  }

  @Override
  public List<Cluster> clusters(ClusterKey key) {
    return new ClusterNames(client, tables).find(key);
  }

  private List<Map<String, AttributeValue>> all(QueryRequest query) {
    return call(() -> client.queryPaginator(query).items().stream().toList());
  }
}
