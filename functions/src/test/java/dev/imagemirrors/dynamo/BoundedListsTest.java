package dev.imagemirrors.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.history.Filter;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// A filter can leave nothing of a table of any size, and a page must not read all of it.
class BoundedListsTest {
  private static final Tables TABLES = new Tables("mirrors", "history");
  private static final Filter FAILED = new Filter(null, null, null, Set.of("failed"));

  private final List<QueryRequest> queries = new ArrayList<>();
  private final List<GetItemRequest> gets = new ArrayList<>();

  /// A table without end: every query reads 1,000 items, and nothing is left of them.
  private final DynamoDbClient endless =
      new DynamoDbClient() {
        @Override
        public GetItemResponse getItem(GetItemRequest get) {
          gets.add(get);
          return GetItemResponse.builder().build();
        }

        @Override
        public QueryResponse query(QueryRequest query) {
          queries.add(query);
          var last = 1_000_000 - 1_000L * queries.size();
          return QueryResponse.builder()
              .items(List.of())
              .lastEvaluatedKey(
                  Map.of(
                      "number",
                      Attributes.number(last),
                      "operation_id",
                      Attributes.text("operation-" + last)))
              .build();
        }

        @Override
        public String serviceName() {
          return SERVICE_NAME;
        }

        @Override
        public void close() {}
      };

  @Test
  void readsOneItemForAnOperationThatDoesNotExist() {
    var operations = new DynamoOperations(endless, TABLES, Duration.ofDays(7));

    assertThat(operations.find("nobody")).isEmpty();

    assertThat(gets).hasSize(1);
    assertThat(queries).isEmpty();
  }

  @Test
  void readsAtMostTwentyPartsOfAHistory() {
    var history = new DynamoHistory(endless, TABLES);

    var page = history.read("c1", new Selection(false, 0, null, FAILED), null, 10);

    assertThat(page).isEqualTo(new Page<>(List.of(), 980_000L));
    assertThat(queries).hasSize(20);
    assertThat(queries.getLast().expressionAttributeValues())
        .containsEntry(":to", Attributes.number(980_999));
  }

  @Test
  void readsAtMostTwentyPartsOfTheHistoryOfAMirror() {
    var history = new DynamoHistory(endless, TABLES);

    var page = history.read("c1", new Selection(false, 0, "a/b", FAILED), null, 10);

    // The newest entries, and then twenty parts of two indexes, of which the first gets less far.
    assertThat(queries).hasSize(41);
    assertThat(page).isEqualTo(new Page<>(List.of(), 960_000L));
    assertThat(queries.getLast().expressionAttributeValues())
        .containsEntry(":to", Attributes.number(961_999));
  }

  @Test
  void readsAtMostTwentyPartsOfTheOperations() {
    var operations = new DynamoOperations(endless, TABLES, Duration.ofHours(25));

    var page =
        operations.of(
            "c1", new OperationSelection(false, Set.of(State.FAILED), Filter.NONE), null, 10);

    assertThat(page).isEqualTo(new Page<>(List.of(), "operation-980000"));
    assertThat(queries).hasSize(20);
  }
}
