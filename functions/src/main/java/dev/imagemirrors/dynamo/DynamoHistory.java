package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Filter;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The history in a table in which items are never updated or deleted.
///
/// | attribute | meaning |
/// |---|---|
/// | `cluster_id`, `number` | the key: the cluster, and the entry's number in its history |
/// | `entry` | the canonical JSON of the entry |
/// | `hash` | the SHA-256 of `entry` as it is stored, in lower-case hex |
/// | `mirror_key`, `second_mirror_key` | `CLUSTER#ID` and `CLUSTER#SOURCE` of the mirror, or the only one of them that is known: the keys of the indexes by which the history of a mirror is found |
/// | `schema_version` | the version of this table, [Schema]; not part of the entry, so that the hash covers `entry` alone |
public final class DynamoHistory implements History {
  /// What one page reads at most: a query reads up to 1 MB, whatever the filter leaves of it.
  private static final int MOST_QUERIES = 20;

  /// The newest entries are read from the table and not found through an index, because an index
  /// can be behind: by less than a second, in which fewer entries are written.
  static final int NEWEST = 25;

  /// The limit of BatchGetItem.
  private static final int MOST_GETS = 100;

  private final DynamoDbClient client;
  private final Tables tables;
  private final MirrorIndex index;

  public DynamoHistory(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
    this.index = new MirrorIndex(client, tables);
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
    item.putAll(MirrorIndex.keys(clusterId, entry.about()));
    return item;
  }

  @Override
  public Page<HistoryEntry, Long> read(
      String clusterId, Selection selection, @Nullable Long position, int limit) {
    var page = selection.page(limit);
    var range = NumberRange.of(selection, position);
    var complete =
        selection.mirror() == null
            ? addAll(clusterId, selection, range, page)
            : addMirror(new MirrorIndex.Key(clusterId, selection.mirror()), selection, range, page);
    return complete == null ? page.end() : complete;
  }

  /// Adds entries until the page is complete. Null at the end of the range.
  private @Nullable Page<HistoryEntry, Long> addAll(
      String clusterId,
      Selection selection,
      NumberRange range,
      Page.Builder<HistoryEntry, Long> page) {
    var left = range;
    for (var queries = 0; queries < MOST_QUERIES; queries++) {
      if (left.isEmpty()) {
        return null;
      }
      var found = query(clusterId, left, selection.isWhole() ? page.left() + 1 : null);
      var complete = add(found.items().stream().map(DynamoHistory::entry).toList(), page);
      if (complete != null || !found.hasLastEvaluatedKey()) {
        return complete;
      }
      var last = sortKey(found.lastEvaluatedKey()).longValue();
      page.skipTo(last);
      left = left.behind(last);
    }
    return page.stopped();
  }

  /// Adds the entries of a mirror: among the newest of the cluster, and through the indexes those
  /// before them.
  private @Nullable Page<HistoryEntry, Long> addMirror(
      MirrorIndex.Key key,
      Selection selection,
      NumberRange range,
      Page.Builder<HistoryEntry, Long> page) {
    if (range.isEmpty()) {
      return null;
    }
    var found =
        query(key.clusterId(), new NumberRange(false, selection.after(), Long.MAX_VALUE), NEWEST);
    var newest = found.items().stream().map(DynamoHistory::entry).toList();
    var older =
        range.before(
            found.hasLastEvaluatedKey() ? sortKey(found.lastEvaluatedKey()).longValue() : 0);
    if (range.oldestFirst()) {
      var complete = addIndexed(key, selection, older, page);
      return complete == null ? add(within(range, newest.reversed()), page) : complete;
    }
    var complete = add(within(range, newest), page);
    return complete == null ? addIndexed(key, selection, older, page) : complete;
  }

  private static List<HistoryEntry> within(NumberRange range, List<HistoryEntry> entries) {
    return entries.stream().filter(entry -> range.contains(entry.number())).toList();
  }

  private @Nullable Page<HistoryEntry, Long> addIndexed(
      MirrorIndex.Key key,
      Selection selection,
      NumberRange range,
      Page.Builder<HistoryEntry, Long> page) {
    var left = range;
    for (var reads = 0; reads < MOST_QUERIES; reads++) {
      if (left.isEmpty()) {
        return null;
      }
      var most = selection.filter().equals(Filter.NONE) ? page.left() + 1 : MOST_GETS;
      var numbers = index.numbers(key, left, Math.min(most, MOST_GETS));
      var complete = add(entries(key.clusterId(), numbers.found()), page);
      if (complete != null || numbers.next() == null) {
        return complete;
      }
      page.skipTo(numbers.next());
      left = left.behind(numbers.next());
    }
    return page.stopped();
  }

  private static @Nullable Page<HistoryEntry, Long> add(
      List<HistoryEntry> entries, Page.Builder<HistoryEntry, Long> page) {
    for (var entry : entries) {
      var complete = page.add(entry);
      if (complete != null) {
        return complete;
      }
    }
    return null;
  }

  /// The entries with these numbers, in their order.
  private List<HistoryEntry> entries(String clusterId, List<Long> numbers) {
    if (numbers.isEmpty()) {
      return List.of();
    }
    var keys =
        KeysAndAttributes.builder()
            .keys(
                numbers.stream()
                    .map(number -> Map.of("cluster_id", text(clusterId), "number", number(number)))
                    .toList())
            .consistentRead(true)
            .build();
    var found =
        call(() ->
                client.batchGetItemPaginator(
                    get -> get.requestItems(Map.of(tables.history(), keys))))
            .stream()
            .flatMap(page -> page.responses().getOrDefault(tables.history(), List.of()).stream())
            .map(DynamoHistory::entry)
            .collect(Collectors.toMap(HistoryEntry::number, entry -> entry));
    return numbers.stream().flatMap(number -> Stream.ofNullable(found.get(number))).toList();
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
    var entries = page.items().stream().limit(limit).map(item -> stored(clusterId, item)).toList();
    var more = page.items().size() > limit || page.hasLastEvaluatedKey();
    return new Stored(entries, more ? entries.getLast().number() : null);
  }

  private static StoredEntry stored(String clusterId, Map<String, AttributeValue> item) {
    Schema.check(item);
    return new StoredEntry(
        sortKey(item), text(item, "entry"), text(item, "hash"), MirrorIndex.about(clusterId, item));
  }

  private QueryResponse query(String clusterId, NumberRange range, @Nullable Integer most) {
    return call(() ->
        client.query(query ->
            query
                .tableName(tables.history())
                .keyConditionExpression("cluster_id = :cluster AND #number BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#number", "number"))
                .expressionAttributeValues(
                    Map.of(
                        ":cluster", text(clusterId),
                        ":from", number(range.after() + 1),
                        ":to", number(range.upTo())))
                .scanIndexForward(range.oldestFirst())
                .limit(most)
                .consistentRead(true)));
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
