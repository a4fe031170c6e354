package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The indexes of the history table by the keys of mirrors. An entry has up to two: the ID and the
/// source of its mirror, or the one of them that is known. As a source can look like an ID, each
/// key is looked up in both indexes. They have only the keys of entries, and can be behind the
/// table.
final class MirrorIndex {
  /// The indexes, each named like the attribute that is its partition key.
  private static final List<String> ATTRIBUTES = List.of("mirror_key", "second_mirror_key");

  private final DynamoDbClient client;
  private final Tables tables;

  MirrorIndex(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  /// A mirror of a cluster.
  ///
  /// @param mirror its ID or its source
  record Key(String clusterId, String mirror) {
    private AttributeValue value() {
      return text(prefix(clusterId) + mirror);
    }
  }

  /// Numbers of entries in the order of a range, and the number to continue behind; null at the
  /// end.
  record Numbers(List<Long> found, @Nullable Long next) {}

  private static String prefix(String clusterId) {
    return clusterId + "#";
  }

  /// The attributes of an entry about these mirror keys.
  static Map<String, AttributeValue> keys(String clusterId, List<String> about) {
    var keys = about.stream().distinct().toList();
    if (keys.size() > ATTRIBUTES.size()) {
      throw new IllegalArgumentException("an entry about " + keys);
    }
    var attributes = new HashMap<String, AttributeValue>();
    for (var i = 0; i < keys.size(); i++) {
      attributes.put(ATTRIBUTES.get(i), new Key(clusterId, keys.get(i)).value());
    }
    return attributes;
  }

  /// The mirror keys under which an item is indexed. One of another cluster stays as it is stored.
  static List<String> about(String clusterId, Map<String, AttributeValue> item) {
    return ATTRIBUTES.stream()
        .flatMap(attribute -> Stream.ofNullable(text(item, attribute)))
        .map(key ->
            key.startsWith(prefix(clusterId)) ? key.substring(prefix(clusterId).length()) : key)
        .toList();
  }

  /// The next numbers of entries about a mirror.
  Numbers numbers(Key key, NumberRange range, int most) {
    var found = new TreeSet<Long>();
    var known = range;
    for (var attribute : ATTRIBUTES) {
      var page = query(attribute, key, range, most);
      page.items().stream().map(MirrorIndex::sortKey).forEach(found::add);
      if (page.hasLastEvaluatedKey()) {
        known = known.until(sortKey(page.lastEvaluatedKey()));
      }
    }
    var numbers =
        (range.oldestFirst() ? found : found.descendingSet())
            .stream().filter(known::contains).toList();
    return new Numbers(numbers, known.equals(range) ? null : known.last());
  }

  private QueryResponse query(String attribute, Key key, NumberRange range, int most) {
    return call(() ->
        client.query(query ->
            query
                .tableName(tables.history())
                .indexName(attribute)
                .keyConditionExpression(attribute + " = :key AND #number BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#number", "number"))
                .expressionAttributeValues(
                    Map.of(
                        ":key", key.value(),
                        ":from", number(range.after() + 1),
                        ":to", number(range.upTo())))
                .scanIndexForward(range.oldestFirst())
                .limit(most)));
  }

  /// A number that is not an integer is not that of an entry.
  private static long sortKey(Map<String, AttributeValue> item) {
    return new BigDecimal(Objects.requireNonNull(item.get("number")).n()).longValue();
  }
}
