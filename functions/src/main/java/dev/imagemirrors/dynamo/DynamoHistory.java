package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.StoredEntry;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The history in a table in which items are never updated or deleted.
///
/// | attribute | meaning |
/// |---|---|
/// | `cluster_id`, `number` | the key: the cluster, and the entry's number in its history |
/// | `entry` | the canonical JSON of the entry |
/// | `hash` | the SHA-256 of `entry` as it is stored, in lower-case hex |
/// | `mirror_keys` | ID and source of the mirror, to find its history |
/// | `schema_version` | the version of this table, [Schema]; not part of the entry, so that the hash covers `entry` alone |
public final class DynamoHistory implements History {
  private final DynamoDbClient client;
  private final Tables tables;

  public DynamoHistory(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  static Map<String, AttributeValue> item(String clusterId, HistoryEntry entry) {
    var item =
        new HashMap<>(
            Map.of(
                "cluster_id",
                text(clusterId),
                "number",
                number(entry.number()),
                "entry",
                text(entry.text()),
                "hash",
                text(entry.hash()),
                Schema.ATTRIBUTE,
                Schema.VALUE));
    // The entry of an unchanged set concerns no single mirror, and DynamoDB has no empty sets.
    if (!entry.about().isEmpty()) {
      item.put("mirror_keys", AttributeValue.fromSs(entry.about().stream().distinct().toList()));
    }
    return item;
  }

  @Override
  public Page read(String clusterId, @Nullable String mirror, long after, int limit) {
    var query = query(clusterId, mirror, after, limit);
    return call(() ->
        Page.of(
            client.queryPaginator(query).items().stream().map(DynamoHistory::entry).iterator(),
            limit));
  }

  @Override
  public Stored stored(String clusterId, @Nullable BigDecimal after, int limit) {
    var values = new HashMap<>(Map.of(":cluster", text(clusterId)));
    var query =
        QueryRequest.builder().tableName(tables.history()).consistentRead(true).limit(limit + 1);
    if (after == null) {
      query.keyConditionExpression("cluster_id = :cluster");
    } else {
      values.put(":after", AttributeValue.fromN(after.toPlainString()));
      query
          .keyConditionExpression("cluster_id = :cluster AND #number > :after")
          .expressionAttributeNames(Map.of("#number", "number"));
    }
    query.expressionAttributeValues(values);
    var page = call(() -> client.query(query.build()));
    var entries = page.items().stream().limit(limit).map(DynamoHistory::stored).toList();
    var more = page.items().size() > limit || page.hasLastEvaluatedKey();
    return new Stored(entries, more ? entries.getLast().number() : null);
  }

  private static StoredEntry stored(Map<String, AttributeValue> item) {
    Schema.check(item);
    var about = item.get("mirror_keys");
    return new StoredEntry(
        new BigDecimal(Objects.requireNonNull(item.get("number")).n()),
        text(item, "entry"),
        text(item, "hash"),
        about == null ? List.of() : about.ss());
  }

  private QueryRequest query(String clusterId, @Nullable String mirror, long after, int limit) {
    var values = new HashMap<>(Map.of(":cluster", text(clusterId), ":after", number(after)));
    var query =
        QueryRequest.builder()
            .tableName(tables.history())
            .keyConditionExpression("cluster_id = :cluster AND #number > :after")
            .expressionAttributeNames(Map.of("#number", "number"))
            .consistentRead(true);
    if (mirror == null) {
      query.limit(limit + 1);
    } else {
      values.put(":mirror", text(mirror));
      query.filterExpression("contains(mirror_keys, :mirror)");
    }
    return query.expressionAttributeValues(values).build();
  }

  private static HistoryEntry entry(Map<String, AttributeValue> item) {
    Schema.check(item);
    return new HistoryEntry(
        number(item, "number", 0),
        Objects.requireNonNull(text(item, "entry")),
        Objects.requireNonNull(text(item, "hash")));
  }
}
