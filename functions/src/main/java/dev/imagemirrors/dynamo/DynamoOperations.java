package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.UNFINISHED;
import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.idempotencyKey;
import static dev.imagemirrors.dynamo.Attributes.known;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.operationKey;
import static dev.imagemirrors.dynamo.Attributes.refusalsKey;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.history.Page;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.QueuePlace;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Operations in DynamoDB. Each has its own item from the start, and is found by it; while it is in
/// the lane, the lane's item has its newest state.
public final class DynamoOperations implements Operations {

  /// The maximum number of items that one call reads.
  private static final int BATCH = 100;

  /// What one page reads at most: a query reads up to 1 MB, whatever the filter leaves of it.
  private static final int MOST_QUERIES = 20;

  private final DynamoDbClient client;
  private final Tables tables;
  private final Duration keysKept;

  public DynamoOperations(DynamoDbClient client, Tables tables, Duration keysKept) {
    this.client = client;
    this.tables = tables;
    this.keysKept = keysKept;
  }

  @Override
  public Optional<Status> find(String id) {
    var item = item(operationKey(id));
    if (item.isEmpty()) {
      return Optional.empty();
    }
    var stored = OperationItem.read(item);
    if (stored.state().ended() || !item.containsKey("cluster_id")) {
      // Without a cluster, its key is claimed, and its cluster not yet found.
      return Optional.of(stored);
    }
    var lane = item(laneKey(known(item, "cluster_id")));
    var laneState = LaneItem.state(lane);
    if (laneState.isInFlight(id)) {
      return Optional.of(LaneItem.status(lane, stored));
    }
    // It may have ended between the two reads.
    return Optional.of(laneState.has(id) ? stored : OperationItem.read(item(operationKey(id))));
  }

  @Override
  public Page<Status, String> of(
      String clusterId, OperationSelection selection, @Nullable String position, int limit) {
    var list =
        new OperationList(
            selection, item(laneKey(clusterId)), id -> item(operationKey(id)), position, limit);
    var after = position;
    for (var queries = 0; queries < MOST_QUERIES; queries++) {
      var query = operations(clusterId, selection, after, list.left() + 1);
      var found = call(() -> client.query(query));
      for (var item : found.items()) {
        var complete = list.add(item);
        if (complete != null) {
          return complete;
        }
      }
      if (!found.hasLastEvaluatedKey()) {
        return list.end();
      }
      after = known(found.lastEvaluatedKey(), "operation_id");
      list.skipTo(after);
    }
    return list.stopped();
  }

  private QueryRequest operations(
      String clusterId, OperationSelection selection, @Nullable String position, int most) {
    var values = new HashMap<>(Map.of(":cluster", text(clusterId)));
    var condition = "operation_cluster_id = :cluster";
    if (position != null) {
      values.put(":position", text(position));
      condition +=
          selection.oldestFirst()
              ? " AND operation_id > :position"
              : " AND operation_id < :position";
    }
    var query =
        QueryRequest.builder()
            .tableName(tables.mirrors())
            .indexName(OperationItem.OPERATIONS)
            .keyConditionExpression(condition)
            .expressionAttributeValues(values)
            .scanIndexForward(selection.oldestFirst());
    return (selection.isWhole() ? query.limit(most) : query).build();
  }

  @Override
  public List<Status> waiting(String clusterId) {
    var lane = item(laneKey(clusterId));
    var laneState = LaneItem.state(lane);
    var ids = new ArrayList<String>();
    var inFlight = laneState.inFlight();
    if (inFlight != null) {
      ids.add(inFlight.operationId());
    }
    ids.addAll(laneState.queue());
    var waiting = new ArrayList<Status>();
    for (var from = 0; from < ids.size(); from += BATCH) {
      waiting.addAll(written(ids.subList(from, Math.min(ids.size(), from + BATCH))));
    }
    // A late call can give the lane to an operation that has ended.
    return waiting.stream()
        .filter(status -> !status.state().ended())
        .map(status -> laneState.isInFlight(status.id()) ? LaneItem.status(lane, status) : status)
        .toList();
  }

  /// Operations from their own items, in the order of the IDs.
  private List<Status> written(List<String> ids) {
    var keys =
        KeysAndAttributes.builder()
            .keys(ids.stream().map(Attributes::operationKey).toList())
            .consistentRead(true)
            .build();
    var found =
        call(() ->
                client.batchGetItemPaginator(
                    get -> get.requestItems(Map.of(tables.mirrors(), keys))))
            .stream()
            .flatMap(page -> page.responses().getOrDefault(tables.mirrors(), List.of()).stream())
            .flatMap(item -> OperationList.readable(item, OperationItem::read).stream())
            .collect(Collectors.toMap(Status::id, status -> status));
    return ids.stream()
        .map(found::get)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  @Override
  public Iterable<Unfinished> due(int shard, Instant now) {
    return unfinished(
        shard,
        "unfinished = :shard AND due_at <= :now",
        Map.of(":now", number(now.toEpochMilli())));
  }

  @Override
  public Iterable<Unfinished> unfinished(int shard) {
    return unfinished(shard, "unfinished = :shard", Map.of());
  }

  private Iterable<Unfinished> unfinished(int shard, String key, Map<String, AttributeValue> more) {
    var values = new HashMap<>(more);
    values.put(":shard", text(Shards.of(shard)));
    var query =
        QueryRequest.builder()
            .tableName(tables.mirrors())
            .indexName(UNFINISHED)
            .keyConditionExpression(key)
            .expressionAttributeValues(values)
            .build();
    return () -> new QueriedItems<>(client, query, DynamoOperations::unfinished);
  }

  private static Unfinished unfinished(Map<String, AttributeValue> item) {
    return new Unfinished(
        known(item, "operation_id"),
        Objects.requireNonNullElse(text(item, "cluster_id"), ""),
        State.of(known(item, "operation_state")),
        (int) number(item, "checks", 0));
  }

  @Override
  public void postpone(Unfinished unfinished, Instant due) {
    try {
      call(() ->
          client.updateItem(update ->
              update
                  .tableName(tables.mirrors())
                  .key(operationKey(unfinished.operationId()))
                  .updateExpression("SET due_at = :due, checks = :checks")
                  .conditionExpression("attribute_exists(unfinished) AND " + Schema.READABLE)
                  .expressionAttributeValues(
                      Map.of(
                          ":due",
                          number(due.toEpochMilli()),
                          ":checks",
                          number(unfinished.checks() + 1L),
                          Schema.PLACEHOLDER,
                          Schema.VALUE))));
    } catch (ConditionalCheckFailedException _) {
      // It has ended since.
    }
  }

  @Override
  public Claiming claim(IdempotencyKey key, Status running, Instant due) {
    return claim(key, running, due, "attribute_not_exists(pk) OR expires <= :now", Map.of());
  }

  @Override
  public Claiming reclaim(IdempotencyKey key, Status running, Instant due, String cancelled) {
    return claim(
        key,
        running,
        due,
        "attribute_not_exists(pk) OR expires <= :now OR operation_id = :cancelled",
        Map.of(":cancelled", text(cancelled)));
  }

  private Claiming claim(
      IdempotencyKey key,
      Status running,
      Instant due,
      String isFree,
      Map<String, AttributeValue> more) {
    var operation = running.operation();
    var item = new HashMap<>(idempotencyKey(key.id()));
    item.put(Schema.ATTRIBUTE, Schema.VALUE);
    item.put("operation_id", text(operation.id()));
    item.put("request_hash", text(key.fields()));
    item.put("expires", number(operation.accepted().plus(keysKept).getEpochSecond()));
    var values = new HashMap<>(more);
    values.put(":now", number(operation.accepted().getEpochSecond()));
    var claimed =
        TransactWriteItem.builder()
            .put(put ->
                put.tableName(tables.mirrors())
                    .item(item)
                    .conditionExpression(isFree)
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
            .build();
    var written =
        TransactWriteItem.builder()
            .put(
                put -> put.tableName(tables.mirrors()).item(OperationItem.unfinished(running, due)))
            .build();
    try {
      call(() ->
          client.transactWriteItems(transaction -> transaction.transactItems(claimed, written)));
      return new Claiming.Claimed();
    } catch (TransactionCanceledException known) {
      var first = Schema.checked(known.cancellationReasons().getFirst().item());
      return new Claiming.AlreadyClaimed(
          known(first, "operation_id"), known(first, "request_hash"));
    }
  }

  @Override
  public void release(IdempotencyKey key, String operationId) {
    var released =
        TransactWriteItem.builder()
            .delete(delete ->
                delete
                    .tableName(tables.mirrors())
                    .key(idempotencyKey(key.id()))
                    .conditionExpression("operation_id = :id")
                    .expressionAttributeValues(Map.of(":id", text(operationId))))
            .build();
    var forgotten =
        TransactWriteItem.builder()
            .delete(delete -> delete.tableName(tables.mirrors()).key(operationKey(operationId)))
            .build();
    try {
      call(() ->
          client.transactWriteItems(transaction -> transaction.transactItems(released, forgotten)));
    } catch (TransactionCanceledException _) {
      // It was released before.
    }
  }

  @Override
  public void end(Status ended) {
    call(() ->
        client.putItem(put ->
            put.tableName(tables.mirrors())
                .item(OperationItem.ended(ended))
                .conditionExpression(OperationItem.NOT_ENDED)
                .expressionAttributeValues(Schema.VALUES)));
  }

  /// In a window that has begun, one update counts; the first one of a window makes another.
  @Override
  public RefusalCount countRefusal(Operation operation, Instant window, Instant expires) {
    var key = refusalsKey(operation.clusterId(), QueuePlace.of(operation).caller());
    var values =
        Map.of(
            ":window",
            number(window.getEpochSecond()),
            ":one",
            number(1),
            Schema.PLACEHOLDER,
            Schema.VALUE);
    while (true) {
      try {
        var counted =
            call(() ->
                client.updateItem(update ->
                    update
                        .tableName(tables.mirrors())
                        .key(key)
                        .updateExpression("SET refusals = refusals + :one")
                        .conditionExpression("window_start = :window AND " + Schema.READABLE)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        return new RefusalCount((int) number(counted.attributes(), "refusals", 1), 0);
      } catch (ConditionalCheckFailedException other) {
        var before = Schema.checked(other.item());
        if (begin(key, before, window, expires)) {
          return new RefusalCount(1, (int) number(before, "refusals", 0));
        }
      }
    }
  }

  /// Begins a window; false when another call was quicker.
  private boolean begin(
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> before,
      Instant window,
      Instant expires) {
    var values = new HashMap<>(Schema.VALUES);
    values.put(":window", number(window.getEpochSecond()));
    values.put(":one", number(1));
    values.put(":expires", number(expires.getEpochSecond()));
    if (!before.isEmpty()) {
      values.put(":before", number(number(before, "window_start", 0)));
    }
    try {
      call(() ->
          client.updateItem(update ->
              update
                  .tableName(tables.mirrors())
                  .key(key)
                  .updateExpression(
                      "SET refusals = :one, window_start = :window, expires = :expires,"
                          + " schema_version = :schema")
                  .conditionExpression(
                      before.isEmpty() ? "attribute_not_exists(pk)" : "window_start = :before")
                  .expressionAttributeValues(values)));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public void discard(Unreadable operation, String reason, Instant now) {
    var ended =
        TransactWriteItem.builder()
            .update(OperationItem.discard(tables, operation, reason, now))
            .build();
    try {
      call(() -> client.transactWriteItems(transaction -> transaction.transactItems(ended)));
    } catch (TransactionCanceledException _) {
      // It has ended meanwhile.
    }
  }

  private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    return Schema.checked(
        call(() ->
                client.getItem(
                    get -> get.tableName(tables.mirrors()).key(key).consistentRead(true)))
            .item());
  }
}
