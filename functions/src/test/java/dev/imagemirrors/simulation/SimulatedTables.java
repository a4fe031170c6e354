package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The two tables, in memory, with atomic calls. Features of DynamoDB that the functions do not use
/// are absent.
final class SimulatedTables implements DynamoDbClient {
  static final String MIRRORS = "mirrors";
  static final String HISTORY = "history";

  private final Map<String, Table> tables =
      Map.of(
          MIRRORS,
          new Table(
              new Table.Order("pk", "sk"),
              Map.of(
                  "unfinished",
                  new Table.Index(
                      new Table.Order("unfinished", "due_at"),
                      Set.of("operation_id", "cluster_id", "operation_state", "checks")),
                  "operations",
                  new Table.Index(
                      new Table.Order("operation_cluster_id", "operation_id"), Set.of()))),
          HISTORY,
          new Table(
              new Table.Order("cluster_id", "number"),
              Map.of(
                  "mirror_key",
                  new Table.Index(new Table.Order("mirror_key", "number"), Set.of("number")),
                  "second_mirror_key",
                  new Table.Index(
                      new Table.Order("second_mirror_key", "number"), Set.of("number")))));

  private final LongSupplier now;
  private final Lag lag;
  private final PartitionLimits limits;
  private final List<Listener> listeners;
  private final Map<String, List<TransactWriteItem>> tokens = new HashMap<>();

  /// Receives every changed item, after all changes of the same call were made.
  interface Listener {
    void changed(String table, Map<String, AttributeValue> was, Map<String, AttributeValue> is);
  }

  /// Tables whose reads are never behind and which take any number of calls.
  SimulatedTables(LongSupplier now) {
    this(now, Lag.NONE, PartitionLimits.none(), List.of());
  }

  SimulatedTables(LongSupplier now, Lag lag, PartitionLimits limits, List<Listener> listeners) {
    this.now = now;
    this.lag = lag;
    this.limits = limits;
    this.listeners = listeners;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  Table table(String name) {
    return Objects.requireNonNull(tables.get(name), name);
  }

  @Override
  public synchronized GetItemResponse getItem(GetItemRequest get) {
    var item = read(get.tableName(), get.key(), get.consistentRead());
    var projection = get.projectionExpression();
    if (projection != null) {
      item = new HashMap<>(item);
      item.keySet().retainAll(List.of(projection.split("\\s*,\\s*", -1)));
    }
    return GetItemResponse.builder().item(item).build();
  }

  @Override
  public synchronized BatchGetItemResponse batchGetItem(BatchGetItemRequest get) {
    var found = new HashMap<String, List<Map<String, AttributeValue>>>();
    get.requestItems()
        .forEach((name, keys) ->
            found.put(
                name,
                keys.keys().stream()
                    .map(key -> read(name, key, keys.consistentRead()))
                    .filter(item -> !item.isEmpty())
                    .toList()));
    return BatchGetItemResponse.builder().responses(found).unprocessedKeys(Map.of()).build();
  }

  private Map<String, AttributeValue> read(
      String name, Map<String, AttributeValue> key, @Nullable Boolean consistent) {
    var table = table(name);
    limits.read(name, table.hash(null, key));
    return isConsistent(consistent)
        ? table.item(key)
        : table.item(key, now.getAsLong() - lag.ofRead().toNanos());
  }

  private static boolean isConsistent(@Nullable Boolean requested) {
    return Boolean.TRUE.equals(requested);
  }

  @Override
  public synchronized PutItemResponse putItem(PutItemRequest put) {
    alone(ItemChange.of(put));
    return PutItemResponse.builder().build();
  }

  @Override
  public synchronized DeleteItemResponse deleteItem(DeleteItemRequest delete) {
    alone(ItemChange.of(delete));
    return DeleteItemResponse.builder().build();
  }

  @Override
  public synchronized UpdateItemResponse updateItem(UpdateItemRequest update) {
    return UpdateItemResponse.builder().attributes(alone(ItemChange.of(update))).build();
  }

  private Map<String, AttributeValue> alone(ItemChange change) {
    var was = table(change.table()).item(change.key());
    if (!change.mayChange(was)) {
      throw ConditionalCheckFailedException.builder()
          .message("The conditional request failed")
          .statusCode(400)
          .item(was)
          .build();
    }
    var is = change.changed(was);
    limits.write(List.of(write(change, was, is)));
    table(change.table()).put(change.key(), is, now.getAsLong());
    notifyListeners(change, was, is);
    return is;
  }

  private PartitionLimits.ItemWrite write(
      ItemChange change, Map<String, AttributeValue> was, Map<String, AttributeValue> is) {
    return new PartitionLimits.ItemWrite(
        change.table(), table(change.table()), change.key(), was, is);
  }

  private void notifyListeners(
      ItemChange change, Map<String, AttributeValue> was, Map<String, AttributeValue> is) {
    listeners.forEach(listener -> listener.changed(change.table(), was, is));
  }

  @Override
  public synchronized TransactWriteItemsResponse transactWriteItems(
      TransactWriteItemsRequest transaction) {
    var token = transaction.clientRequestToken();
    var before = token == null ? null : tokens.get(token);
    if (before != null && !before.equals(transaction.transactItems())) {
      throw IdempotentParameterMismatchException.builder()
          .message("token " + token + " was already used with other changes")
          .statusCode(400)
          .build();
    }
    if (before == null) {
      all(transaction.transactItems().stream().map(ItemChange::of).toList());
    }
    if (token != null) {
      tokens.put(token, transaction.transactItems());
    }
    return TransactWriteItemsResponse.builder().build();
  }

  private void all(List<ItemChange> changes) {
    var were = changes.stream().map(change -> table(change.table()).item(change.key())).toList();
    var reasons = new ArrayList<CancellationReason>();
    for (var i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      var was = were.get(i);
      reasons.add(
          change.mayChange(was)
              ? CancellationReason.builder().code("None").build()
              : CancellationReason.builder()
                  .code("ConditionalCheckFailed")
                  .item(change.returnsItem() ? was : null)
                  .build());
    }
    if (reasons.stream().anyMatch(reason -> !"None".equals(reason.code()))) {
      throw TransactionCanceledException.builder()
          .message("Transaction cancelled")
          .statusCode(400)
          .cancellationReasons(reasons)
          .build();
    }
    var are = new ArrayList<Map<String, AttributeValue>>();
    var writes = new ArrayList<PartitionLimits.ItemWrite>();
    for (var i = 0; i < changes.size(); i++) {
      are.add(changes.get(i).changed(were.get(i)));
      writes.add(write(changes.get(i), were.get(i), are.get(i)));
    }
    limits.write(writes);
    for (var i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      table(change.table()).put(change.key(), are.get(i), now.getAsLong());
    }
    // The checks of the lane, which comes first, read the others: report it last.
    for (var i = changes.size() - 1; i >= 0; i--) {
      notifyListeners(changes.get(i), were.get(i), are.get(i));
    }
  }

  @Override
  public synchronized QueryResponse query(QueryRequest query) {
    var table = table(query.tableName());
    var index = query.indexName();
    var all = content(query, table);
    var key = Expressions.condition(query.keyConditionExpression());
    all.removeIf(item -> !key.holds(scope(query, item)));
    if (!all.isEmpty()) {
      limits.read(
          index == null ? query.tableName() : query.tableName() + "/" + index,
          table.hash(index, all.getFirst()));
    }
    if (Boolean.FALSE.equals(query.scanIndexForward())) {
      Collections.reverse(all);
    }
    skip(all, query);
    var most = query.limit() == null ? all.size() : Math.min(all.size(), query.limit());
    var page = all.subList(0, most);
    var filter = Expressions.condition(query.filterExpression());
    var response =
        QueryResponse.builder()
            .items(page.stream().filter(item -> filter.holds(scope(query, item))).toList());
    return (most < all.size() ? response.lastEvaluatedKey(page.getLast()) : response).build();
  }

  /// What a query can see of a table or an index.
  private List<Map<String, AttributeValue>> content(QueryRequest query, Table table) {
    var moment = now.getAsLong();
    if (query.indexName() != null) {
      return new ArrayList<>(table.all(query.indexName(), moment - lag.ofIndex().toNanos()));
    }
    return new ArrayList<>(
        isConsistent(query.consistentRead())
            ? table.all()
            : table.all(moment - lag.ofRead().toNanos()));
  }

  /// A page starts after the last item of the previous one.
  private static void skip(List<Map<String, AttributeValue>> all, QueryRequest query) {
    if (query.hasExclusiveStartKey()) {
      var last = all.indexOf(query.exclusiveStartKey());
      all.subList(0, last + 1).clear();
    }
  }

  private static Expressions.Scope scope(QueryRequest query, Map<String, AttributeValue> item) {
    return new Expressions.Scope(
        item, query.expressionAttributeValues(), query.expressionAttributeNames());
  }

  /// All items of a table.
  List<Map<String, AttributeValue>> items(String name) {
    return table(name).all();
  }
}
