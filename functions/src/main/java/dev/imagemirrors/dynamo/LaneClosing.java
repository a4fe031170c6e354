package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.mirrorKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.sendingKey;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes.Closing;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.QueueLimits;
import dev.imagemirrors.operation.RecordChange;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// The transactions that end operations: lane, history, record and outcome together.
final class LaneClosing {
  private final DynamoDbClient client;
  private final Tables tables;
  private final ClusterNames names;

  LaneClosing(DynamoDbClient client, Tables tables, ClusterNames names) {
    this.client = client;
    this.tables = tables;
    this.names = names;
  }

  Closing close(Lane lane, Status ended, Outcome change, HistoryEntry entry) {
    var laneChange = changeOf(lane, entry);
    laneChange.removes(LaneItem.IN_FLIGHT);
    var items = items(laneChange, lane.operation(), change, entry);
    items.add(operation(ended));
    return write(lane, entry, items);
  }

  boolean release(Lane lane, Status ended) {
    var released = held(lane, "REMOVE " + LaneItem.IN_FLIGHT, "", Map.of());
    return write(lane.holder() + "-released", List.of(released, operation(ended))).isEmpty();
  }

  /// A repeated or late call changes nothing that was stored after it.
  boolean mark(Lane lane, Progress planned, Sending first) {
    var marked =
        held(
            lane,
            "SET progress = :progress",
            " AND (progress = :was OR progress = :progress)",
            Map.of(
                ":was", text(OperationItem.progress(lane.progress())),
                ":progress", text(OperationItem.progress(planned))));
    return write(null, List.of(marked, sending(lane.operation(), first))).isEmpty();
  }

  /// An update of a lane that this holder has, which adds no history entry.
  private TransactWriteItem held(
      Lane lane, String expression, String condition, Map<String, AttributeValue> more) {
    var values = new HashMap<>(more);
    values.put(":holder", text(lane.holder()));
    values.putAll(Schema.VALUES);
    return TransactWriteItem.builder()
        .update(update ->
            update
                .tableName(tables.mirrors())
                .key(laneKey(lane.operation().clusterId()))
                .updateExpression(expression)
                .conditionExpression("holder_id = :holder AND " + Schema.READABLE + condition)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  Closing advance(Lane lane, Outcome change, HistoryEntry entry) {
    var laneChange = changeOf(lane, entry);
    laneChange.sets("progress = :progress", ":progress", OperationItem.progress(lane.progress()));
    var items = items(laneChange, lane.operation(), change, entry);
    items.add(sending(lane.operation(), lane.sending()));
    return write(lane, entry, items);
  }

  private TransactWriteItem sending(Operation operation, @Nullable Sending next) {
    return next == null
        ? TransactWriteItem.builder()
            .delete(delete -> delete.tableName(tables.mirrors()).key(sendingKey(operation.id())))
            .build()
        : TransactWriteItem.builder()
            .put(
                put -> put.tableName(tables.mirrors()).item(OperationItem.sending(operation, next)))
            .build();
  }

  private LaneChange changeOf(Lane lane, HistoryEntry entry) {
    var change = new LaneChange(tables, lane.operation().clusterId(), lane.head(), entry);
    change.where("holder_id = :holder", ":holder", text(lane.holder()));
    return change;
  }

  private Closing write(Lane lane, HistoryEntry entry, List<TransactWriteItem> items) {
    return write(lane.holder() + "-" + entry.number(), items)
        .<Closing>map(there ->
            lane.holder().equals(text(there, "holder_id"))
                ? new Closing.HeadMoved(LaneItem.head(there))
                : new Closing.LaneLost())
        .orElseGet(Closing.Closed::new);
  }

  boolean end(LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry) {
    var change = leaving(seen, ended.operation().clusterId(), ended.id(), entry);
    if (cluster != null) {
      change.creates(cluster);
    }
    var outcome = Objects.requireNonNull(ended.outcome());
    var items = items(change, ended.operation(), outcome, entry);
    items.add(operation(ended));
    var done = write(null, items).isEmpty();
    if (done && cluster != null && seen.head().equals(Head.START)) {
      names.learn(cluster, Map.of());
    }
    return done;
  }

  /// The change of a lane that an operation leaves, where it still is as it was seen.
  private LaneChange leaving(LaneState seen, String clusterId, String id, HistoryEntry entry) {
    var change = new LaneChange(tables, clusterId, seen.head(), entry);
    var inFlight = seen.inFlight();
    var index = seen.queue().indexOf(id);
    if (inFlight != null && seen.isInFlight(id)) {
      change.where("holder_id = :holder", ":holder", text(inFlight.holder()));
      change.where("lease_until = :until", ":until", number(inFlight.until().toEpochMilli()));
      change.removes(LaneItem.IN_FLIGHT);
    } else if (index >= 0) {
      change.leavesQueue(index, seen.places().get(index));
    }
    return change;
  }

  boolean discard(LaneState seen, Unreadable operation, String reason, HistoryEntry entry) {
    var change = leaving(seen, operation.clusterId(), operation.operationId(), entry);
    return write(
            null,
            List.of(
                change.item(),
                history(operation.clusterId(), entry),
                TransactWriteItem.builder()
                    .update(OperationItem.discard(tables, operation, reason, entry.time()))
                    .build()))
        .isEmpty();
  }

  /// Appends a stored operation that is in no queue to the queue of its cluster.
  boolean rejoin(Cluster cluster, Status waiting, Instant due) {
    var append = new QueueAppend(cluster, waiting.operation());
    append.value(":id", text(waiting.id()));
    append.value(":most", number(QueueLimits.TOTAL));
    append.value(Schema.PLACEHOLDER, Schema.VALUE);
    var lane =
        TransactWriteItem.builder()
            .update(update ->
                update
                    .tableName(tables.mirrors())
                    .key(laneKey(cluster.id()))
                    .updateExpression(QueueAppend.EXPRESSION)
                    .conditionExpression(
                        "("
                            + QueueAppend.CONDITION
                            + ") AND (attribute_not_exists(operation_id) OR operation_id <> :id) AND "
                            + Schema.READABLE)
                    .expressionAttributeValues(append.values())
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
            .build();
    var operation =
        TransactWriteItem.builder()
            .put(put ->
                put.tableName(tables.mirrors())
                    .item(OperationItem.unfinished(waiting, due))
                    .conditionExpression("attribute_exists(unfinished) AND " + Schema.READABLE)
                    .expressionAttributeValues(Schema.VALUES))
            .build();
    try {
      call(() ->
          client.transactWriteItems(transaction -> transaction.transactItems(lane, operation)));
      return true;
    } catch (TransactionCanceledException cancelled) {
      Schema.check(cancelled.cancellationReasons().getFirst().item());
      return false;
    }
  }

  /// Writes all items, once per token or, without one, per call. Returns the current lane when it
  /// has changed since it was read.
  private Optional<Map<String, AttributeValue>> write(
      @Nullable String token, List<TransactWriteItem> items) {
    try {
      call(() ->
          client.transactWriteItems(
              transaction -> transaction.transactItems(items).clientRequestToken(token)));
      return Optional.empty();
    } catch (TransactionCanceledException cancelled) {
      var lane = cancelled.cancellationReasons().getFirst();
      if (!"ConditionalCheckFailed".equals(lane.code())) {
        throw new IllegalStateException(
            "an operation or a history entry already exists", cancelled);
      }
      return Optional.of(Schema.checked(lane.item()));
    }
  }

  /// The items of one change: the lane, which must come first, the record and the history entry.
  private List<TransactWriteItem> items(
      LaneChange laneChange, Operation operation, Outcome change, HistoryEntry entry) {
    var items = new ArrayList<TransactWriteItem>();
    recorded(operation, change, entry).ifPresent(items::add);
    items.addFirst(laneChange.item());
    items.add(history(operation.clusterId(), entry));
    return items;
  }

  private TransactWriteItem history(String clusterId, HistoryEntry entry) {
    return TransactWriteItem.builder()
        .put(put ->
            put.tableName(tables.history())
                .item(DynamoHistory.item(clusterId, entry))
                .conditionExpression("attribute_not_exists(cluster_id)"))
        .build();
  }

  private TransactWriteItem operation(Status ended) {
    return TransactWriteItem.builder().put(put -> OperationItem.put(put, tables, ended)).build();
  }

  private Optional<TransactWriteItem> recorded(
      Operation operation, Outcome outcome, HistoryEntry entry) {
    return switch (RecordChange.of(operation, outcome)) {
      case RecordChange.Put(var mirror) -> Optional.of(put(operation, mirror, entry));
      case RecordChange.Delete(var source) -> Optional.of(delete(operation, source));
      case RecordChange.DeleteNamed(var key) ->
          sourceOf(operation, key).map(source -> delete(operation, source));
      case RecordChange.None _ -> Optional.empty();
    };
  }

  private TransactWriteItem put(Operation operation, ImageMirror mirror, HistoryEntry entry) {
    var item = new HashMap<>(mirrorKey(operation.clusterId(), mirror.source()));
    item.put(Schema.ATTRIBUTE, Schema.VALUE);
    item.put("mirror", text(JsonWriter.write(MirrorJson.write(mirror).build())));
    item.put("mirror_id", text(mirror.id()));
    item.put("operation_id", text(operation.id()));
    item.put("history_number", number(entry.number()));
    item.put("region", text(operation.request().region()));
    item.put("recorded_at", text(entry.time().toString()));
    return TransactWriteItem.builder()
        .put(put -> put.tableName(tables.mirrors()).item(item))
        .build();
  }

  private TransactWriteItem delete(Operation operation, String source) {
    return TransactWriteItem.builder()
        .delete(delete ->
            delete.tableName(tables.mirrors()).key(mirrorKey(operation.clusterId(), source)))
        .build();
  }

  private Optional<String> sourceOf(Operation operation, MirrorKey key) {
    return new DynamoRecords(client, tables)
        .of(operation.clusterId()).mirrors().stream()
            .filter(key::names)
            .map(ImageMirror::source)
            .findFirst();
  }
}
