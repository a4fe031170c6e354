package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
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
  /// What one page reads at most: a query reads up to 1 MB, whatever the filter leaves of it.
  private static final int MOST_QUERIES = 20;

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
  public Page<HistoryEntry, Long> read(
      String clusterId, Selection selection, @Nullable Long position, int limit) {
    var page = selection.page(limit);
    var after = position;
    for (var queries = 0; queries < MOST_QUERIES; queries++) {
      var query = query(clusterId, selection, after, page.left() + 1);
      if (query == null) {
        return page.end();
      }
      var found = call(() -> client.query(query));
      for (var item : found.items()) {
        var complete = page.add(entry(item));
        if (complete != null) {
          return complete;
        }
      }
      if (!found.hasLastEvaluatedKey()) {
        return page.end();
      }
      after = sortKey(found.lastEvaluatedKey()).longValue();
      page.skipTo(after);
    }
    return page.stopped();
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
        sortKey(item),
        text(item, "entry"),
        text(item, "hash"),
        about == null ? List.of() : about.ss());
  }

  /// Null when no number is left to read.
  private @Nullable QueryRequest query(
      String clusterId, Selection selection, @Nullable Long position, int most) {
    var oldest = selection.oldestFirst();
    var before = Math.max(0, oldest && position != null ? position : selection.after());
    var to = !oldest && position != null ? position - 1 : Long.MAX_VALUE;
    if (before >= to) {
      return null;
    }
    var values =
        new HashMap<>(
            Map.of(":cluster", text(clusterId), ":from", number(before + 1), ":to", number(to)));
    var query =
        QueryRequest.builder()
            .tableName(tables.history())
            .keyConditionExpression("cluster_id = :cluster AND #number BETWEEN :from AND :to")
            .expressionAttributeNames(Map.of("#number", "number"))
            .scanIndexForward(oldest)
            .consistentRead(true);
    if (selection.isWhole()) {
      query.limit(most);
    }
    if (selection.mirror() != null) {
      values.put(":mirror", text(selection.mirror()));
      query.filterExpression("contains(mirror_keys, :mirror)");
    }
    return query.expressionAttributeValues(values).build();
  }

  private static BigDecimal sortKey(Map<String, AttributeValue> item) {
    return new BigDecimal(Objects.requireNonNull(item.get("number")).n());
  }

  private static HistoryEntry entry(Map<String, AttributeValue> item) {
    Schema.check(item);
    var number = sortKey(item);
    var entry = text(item, "entry");
    var hash = text(item, "hash");
    if (entry == null || hash == null || number.stripTrailingZeros().scale() > 0) {
      throw new AlteredEntry(number, null);
    }
    return new HistoryEntry(number.longValueExact(), entry, hash);
  }
}
