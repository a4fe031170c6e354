package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.known;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.mirrorKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.operationKey;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.QueueLimits;
import dev.imagemirrors.operation.QueuePlace;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Lanes in DynamoDB: one small item per cluster, changed by conditional updates. A failed
/// condition returns the current item. An operation's own item is written before its lane is.
public final class DynamoLanes implements Lanes {
  private static final String TAKEN =
      "operation_id = :id, holder_id = :holder, lease_until = :lease, progress = :progress";

  private final DynamoDbClient client;
  private final Tables tables;
  private final ClusterNames names;
  private final LaneClosing closing;

  public DynamoLanes(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
    this.names = new ClusterNames(client, tables);
    this.closing = new LaneClosing(client, tables, names);
  }

  /// Stores the operation's own item first, by which it is found from then on: after a crash in
  /// between, by recovery.
  @Override
  public Taking take(Cluster cluster, Operation operation, String holder, Instant leaseUntil) {
    var _ = write(Status.queued(operation), leaseUntil);
    var values = taken(Status.running(operation), holder, leaseUntil);
    values.putAll(LaneItem.clusterValues(cluster));
    values.put(":none", number(0));
    values.put(":first", number(1));
    try {
      var item =
          update(
              cluster.id(),
              update ->
                  update
                      .updateExpression(
                          "SET " + LaneItem.CLUSTER + ", " + TAKEN + ", attempts = :first")
                      .conditionExpression(
                          "attribute_not_exists(operation_id) AND"
                              + " (attribute_not_exists(lane_queue) OR size(lane_queue) = :none)")
                      .expressionAttributeValues(values));
      names.learn(cluster, item);
      return new Taking.Taken(LaneItem.lane(item, operation, false, null));
    } catch (ConditionalCheckFailedException held) {
      // The client repeats a call whose answer was lost: then this holder already has the lane.
      return isHolder(held.item(), holder)
          ? new Taking.Taken(LaneItem.lane(held.item(), operation, false, null))
          : new Taking.Held(LaneItem.state(held.item()));
    }
  }

  /// Stores the operation first and then its place in the queue, so that recovery finds it after a
  /// crash in between.
  @Override
  public Joining join(Cluster cluster, Status waiting, Instant due) {
    if (!write(waiting, due)) {
      return new Joining.Joined();
    }
    var limit = append(cluster, waiting);
    if (limit.isEmpty()) {
      return new Joining.Joined();
    }
    call(() ->
        client.deleteItem(
            delete -> delete.tableName(tables.mirrors()).key(operationKey(waiting.id()))));
    return new Joining.Full(limit.get());
  }

  /// Appends an operation to the queue, or returns the limit that was reached. A short queue has
  /// reached no limit, so the writes of a caller are counted only in a long one.
  private Optional<String> append(Cluster cluster, Status waiting) {
    var lane = append(cluster, waiting, QueueLimits.LEAST);
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    var places = LaneItem.state(lane.get()).places();
    var limit = QueueLimits.reached(waiting.operation(), places);
    return limit.isPresent()
        ? limit
        : append(cluster, waiting, QueueLimits.TOTAL).map(_ -> QueueLimits.total());
  }

  /// Appends an operation to a queue that is shorter than `most`, or returns the lane as it is.
  private Optional<Map<String, AttributeValue>> append(Cluster cluster, Status waiting, int most) {
    var append = new QueueAppend(cluster, waiting.operation());
    append.value(":most", number(most));
    try {
      var lane =
          update(
              cluster.id(),
              update ->
                  update
                      .updateExpression(QueueAppend.EXPRESSION)
                      .conditionExpression(QueueAppend.CONDITION)
                      .expressionAttributeValues(append.values()));
      names.learn(cluster, lane);
      return Optional.empty();
    } catch (ConditionalCheckFailedException full) {
      return LaneItem.state(full.item()).has(waiting.id())
          ? Optional.empty()
          : Optional.of(full.item());
    }
  }

  /// False when the operation has ended.
  private boolean write(Status waiting, Instant due) {
    try {
      call(() ->
          client.putItem(put ->
              put.tableName(tables.mirrors())
                  .item(OperationItem.unfinished(waiting, due))
                  .conditionExpression(OperationItem.NOT_ENDED)
                  .expressionAttributeValues(Schema.VALUES)));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public boolean rejoin(Cluster cluster, Status waiting, Instant due) {
    var joined = closing.rejoin(cluster, waiting, due);
    if (joined) {
      names.learn(cluster, item(laneKey(cluster.id())));
    }
    return joined;
  }

  @Override
  public LaneState state(String clusterId) {
    return state(clusterId, true);
  }

  @Override
  public LaneState glance(String clusterId) {
    return state(clusterId, false);
  }

  private LaneState state(String clusterId, boolean consistent) {
    var item =
        call(() ->
                client.getItem(get ->
                    get.tableName(tables.mirrors())
                        .key(laneKey(clusterId))
                        .projectionExpression(LaneItem.STATE)
                        .consistentRead(consistent)))
            .item();
    return LaneItem.state(item);
  }

  @Override
  public Optional<ImageMirror> recorded(String clusterId, String source) {
    var item =
        call(() ->
                client.getItem(get ->
                    get.tableName(tables.mirrors())
                        .key(mirrorKey(clusterId, source))
                        .consistentRead(true)))
            .item();
    Schema.check(item);
    return item.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(MirrorJson.read(json(item, "mirror")));
  }

  @Override
  public Optional<Lane> takeOver(
      String clusterId, LaneState.InFlight seen, String holder, Instant leaseUntil) {
    var items = items(seen.operationId());
    var operation = items.getOrDefault(OperationItem.SORT_KEY, Map.of());
    if (OperationItem.ended(operation)) {
      free(clusterId, seen);
      return Optional.empty();
    }
    var inDoubt = !seen.waits() || seen.inDoubt();
    var taken =
        taken(
            clusterId,
            holder,
            update ->
                update
                    .updateExpression(
                        "SET holder_id = :holder, lease_until = :lease,"
                            + " attempts = attempts + :one REMOVE waiting_state")
                    .conditionExpression("holder_id = :was AND lease_until = :until")
                    .expressionAttributeValues(
                        Map.of(
                            ":holder", text(holder),
                            ":lease", number(leaseUntil.toEpochMilli()),
                            ":one", number(1),
                            ":was", text(seen.holder()),
                            ":until", number(seen.until().toEpochMilli()))));
    var sending = items.get(Attributes.SENDING);
    return taken.map(item ->
        OperationItem.readable(
            item,
            () ->
                LaneItem.lane(
                    item,
                    OperationItem.operation(operation),
                    inDoubt,
                    sending == null ? null : OperationItem.sending(sending))));
  }

  @Override
  public Optional<Lane> takeTurn(
      String clusterId, QueuePlace first, String holder, Instant leaseUntil) {
    var item = item(operationKey(first.operationId()));
    if (item.isEmpty() || OperationItem.ended(item)) {
      // It has no item when the queue was full, and a late repeat of the call has appended it
      // nevertheless.
      leave(clusterId, first);
      return Optional.empty();
    }
    var status = OperationItem.read(item);
    var values = taken(status, holder, leaseUntil);
    values.put(":attempts", number(1 + number(item, "attempts", 0)));
    values.put(":place", text(first.text()));
    return taken(
            clusterId,
            holder,
            update ->
                update
                    .updateExpression(
                        "SET " + TAKEN + ", attempts = :attempts REMOVE lane_queue[0]")
                    .conditionExpression(
                        "attribute_not_exists(operation_id) AND lane_queue[0] = :place")
                    .expressionAttributeValues(values))
        .map(lane -> LaneItem.lane(lane, status.operation(), false, null));
  }

  /// The items of an operation, by sort key: its own, and the change that it sends as a set.
  private Map<String, Map<String, AttributeValue>> items(String id) {
    var query =
        QueryRequest.builder()
            .tableName(tables.mirrors())
            .keyConditionExpression("pk = :operation")
            .expressionAttributeValues(Map.of(":operation", operationKey(id).get(Attributes.PK)))
            .consistentRead(true)
            .build();
    return call(() -> client.queryPaginator(query).items().stream().toList()).stream()
        .map(Schema::checked)
        .collect(Collectors.toMap(item -> known(item, Attributes.SK), item -> item));
  }

  private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    return Schema.checked(
        call(() ->
                client.getItem(
                    get -> get.tableName(tables.mirrors()).key(key).consistentRead(true)))
            .item());
  }

  /// Removes an ended operation from the queue. The client repeats a call whose answer was lost,
  /// and a call can take effect late, so an operation can be queued again after it has ended.
  private void leave(String clusterId, QueuePlace ended) {
    updateIfSo(
        clusterId,
        update ->
            update
                .updateExpression("REMOVE lane_queue[0]")
                .conditionExpression("lane_queue[0] = :place")
                .expressionAttributeValues(Map.of(":place", text(ended.text()))));
  }

  /// Frees a lane that such a call gave to an ended operation.
  private void free(String clusterId, LaneState.InFlight ended) {
    updateIfSo(
        clusterId,
        update ->
            update
                .updateExpression("REMOVE " + LaneItem.IN_FLIGHT)
                .conditionExpression("holder_id = :holder AND lease_until = :until")
                .expressionAttributeValues(
                    Map.of(
                        ":holder", text(ended.holder()),
                        ":until", number(ended.until().toEpochMilli()))));
  }

  /// Updates a lane that has not changed since it was read; otherwise another call was first.
  private void updateIfSo(String clusterId, Consumer<UpdateItemRequest.Builder> how) {
    try {
      update(clusterId, how);
    } catch (ConditionalCheckFailedException _) {
      // The lane has changed: nothing is left to do.
    }
  }

  /// Stores the operation's own item first: until the lane is released, readers use the lane.
  @Override
  public boolean park(Lane lane, Status waiting, boolean inDoubt, Instant due) {
    try {
      call(() ->
          client.putItem(put ->
              put.tableName(tables.mirrors())
                  .item(OperationItem.unfinished(waiting, due))
                  .conditionExpression(OperationItem.NOT_ENDED)
                  .expressionAttributeValues(Schema.VALUES)));
      update(
          lane.operation().clusterId(),
          update ->
              update
                  .updateExpression(
                      "SET lease_until = :until, waiting_state = :state, in_doubt = :doubt")
                  .conditionExpression("holder_id = :holder")
                  .expressionAttributeValues(
                      Map.of(
                          ":until", number(next(waiting).toEpochMilli()),
                          ":state", text(waiting.state().label()),
                          ":doubt", AttributeValue.fromBool(inDoubt),
                          ":holder", text(lane.holder()))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public boolean mark(Lane lane, Progress planned, Sending first) {
    return closing.mark(lane, planned, first);
  }

  @Override
  public Closing advance(Lane lane, Outcome change, HistoryEntry entry) {
    return closing.advance(lane, change, entry);
  }

  @Override
  public Closing close(Lane lane, Status ended, Outcome change, HistoryEntry entry) {
    return closing.close(lane, ended, change, entry);
  }

  @Override
  public boolean release(Lane lane, Status ended) {
    return closing.release(lane, ended);
  }

  @Override
  public boolean end(LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry) {
    return closing.end(seen, cluster, ended, entry);
  }

  @Override
  public boolean discard(LaneState seen, Unreadable operation, String reason, HistoryEntry entry) {
    return closing.discard(seen, operation, reason, entry);
  }

  /// The lane's item after its new holder has taken it; empty when another one was quicker.
  private Optional<Map<String, AttributeValue>> taken(
      String clusterId, String holder, Consumer<UpdateItemRequest.Builder> how) {
    try {
      return Optional.of(update(clusterId, how));
    } catch (ConditionalCheckFailedException quicker) {
      return isHolder(quicker.item(), holder) ? Optional.of(quicker.item()) : Optional.empty();
    }
  }

  private Map<String, AttributeValue> update(
      String clusterId, Consumer<UpdateItemRequest.Builder> how) {
    var update =
        UpdateItemRequest.builder()
            .tableName(tables.mirrors())
            .key(laneKey(clusterId))
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    how.accept(update);
    return call(() -> client.updateItem(Schema.unlessNewer(update.build()))).attributes();
  }

  private static Map<String, AttributeValue> taken(
      Status status, String holder, Instant leaseUntil) {
    return new HashMap<>(
        Map.of(
            ":id", text(status.id()),
            ":progress", text(OperationItem.progress(status.progress())),
            ":holder", text(holder),
            ":lease", number(leaseUntil.toEpochMilli())));
  }

  private static boolean isHolder(Map<String, AttributeValue> item, String holder) {
    return holder.equals(text(item, "holder_id"));
  }

  private static Instant next(Status waiting) {
    var next = waiting.nextAttempt();
    return next == null ? Instant.EPOCH : next;
  }
}
