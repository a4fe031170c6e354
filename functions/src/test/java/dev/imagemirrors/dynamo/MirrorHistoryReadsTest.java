package dev.imagemirrors.dynamo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Filter;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.LongHistory;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The history of one mirror reads its own entries and the newest of the cluster, however long the
/// history is.
class MirrorHistoryReadsTest {
  private static final String SOURCE = LongHistory.source(7);
  private static final int SIZE = 4_000;

  /// One entry in forty is about the source.
  private static final List<Long> OWN =
      LongStream.rangeClosed(1, SIZE).filter(n -> n % 40 == 7).boxed().toList();

  private final CountingTable table = new CountingTable();
  private final DynamoHistory history = new DynamoHistory(table, new Tables("mirrors", "history"));

  private Page<HistoryEntry, Long> read(Selection selection, @Nullable Long position, int limit) {
    table.items = 0;
    table.keys = 0;
    table.calls = 0;
    return history.read("c1", selection, position, limit);
  }

  private static List<Long> numbers(Page<HistoryEntry, Long> page) {
    return page.entries().stream().map(HistoryEntry::number).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsOnlyTheEntriesOfAPage(boolean oldestFirst) {
    var selection = new Selection(oldestFirst, 0, SOURCE, Filter.NONE);
    var all = oldestFirst ? OWN : OWN.reversed();

    var first = read(selection, null, 10);

    assertThat(numbers(first)).isEqualTo(all.subList(0, 10));
    assertThat(table.items).isLessThanOrEqualTo(DynamoHistory.NEWEST + 11);
    assertThat(table.keys).isLessThanOrEqualTo(11);
    assertThat(table.calls).isEqualTo(4);

    var second = read(selection, first.next(), 10);

    assertThat(numbers(second)).isEqualTo(all.subList(10, 20));
    assertThat(table.items).isLessThanOrEqualTo(DynamoHistory.NEWEST + 11);
  }

  @Test
  void readsAHistoryWithoutEntriesOfTheMirror() {
    var page = read(new Selection(false, 0, "quay.io/none", Filter.NONE), null, 10);

    assertThat(page).isEqualTo(new Page<>(List.of(), null));
    assertThat(table.items).isEqualTo(DynamoHistory.NEWEST);
    assertThat(table.calls).isEqualTo(3);
  }

  @Test
  void readsAllOwnEntriesForAFilter() {
    var page =
        read(
            new Selection(true, 0, SOURCE, new Filter(null, null, null, Set.of("none"))), null, 10);

    assertThat(page).isEqualTo(new Page<>(List.of(), null));
    assertThat(table.items).isEqualTo(OWN.size() + DynamoHistory.NEWEST);
  }

  /// The history table with its indexes. It counts what is read.
  private static final class CountingTable implements DynamoDbClient {
    private final TreeMap<Long, Map<String, AttributeValue>> stored = new TreeMap<>();
    private int items;
    private int keys;
    private int calls;

    private CountingTable() {
      for (var entry : LongHistory.of("c1", SIZE, LongHistory::time)) {
        stored.put(entry.number(), DynamoHistory.item("c1", entry));
      }
    }

    @Override
    public QueryResponse query(QueryRequest query) {
      calls++;
      var values = query.expressionAttributeValues();
      var range =
          stored.subMap(
              Long.valueOf(requireNonNull(values.get(":from")).n()),
              true,
              Long.valueOf(requireNonNull(values.get(":to")).n()),
              true);
      var found = new ArrayList<>(range.values());
      if (query.indexName() != null) {
        found.removeIf(
            item -> !requireNonNull(values.get(":key")).equals(item.get(query.indexName())));
      }
      if (!query.scanIndexForward()) {
        Collections.reverse(found);
      }
      var page = found.subList(0, Math.min(found.size(), query.limit()));
      if (query.indexName() == null) {
        items += page.size();
      } else {
        keys += page.size();
      }
      var response = QueryResponse.builder().items(page);
      return page.size() < found.size()
          ? response.lastEvaluatedKey(page.getLast()).build()
          : response.build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest get) {
      calls++;
      var of = get.requestItems().values().stream().map(KeysAndAttributes::keys).toList();
      var found =
          of.stream()
              .flatMap(List::stream)
              .map(key -> Long.valueOf(requireNonNull(key.get("number")).n()))
              .map(stored::get)
              .toList();
      items += found.size();
      return BatchGetItemResponse.builder()
          .responses(Map.of("history", found))
          .unprocessedKeys(Map.of())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
