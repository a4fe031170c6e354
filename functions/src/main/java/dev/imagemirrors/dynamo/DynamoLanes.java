package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.UNFINISHED;
import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.mirrorKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.operationKey;
import static dev.imagemirrors.dynamo.Attributes.packed;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.QueueLimits;
import dev.imagemirrors.operation.QueueShare;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Lanes in DynamoDB: one item per cluster, changed by conditional updates. A failed condition
/// returns the current item.
public final class DynamoLanes implements Lanes {
  private static final String TAKEN =
      "operation = :operation, operation_id = :id, holder_id = :holder, lease_until = :lease,"
          + " progress = :progress, unfinished = :unfinished, due_at = :lease";

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
                          "SET "
                              + LaneItem.CLUSTER
                              + ", "
                              + TAKEN
                              // An operation that could not be read has left its share behind.
                              + ", attempts = :first REMOVE queue_shares")
                      .conditionExpression(
                          "attribute_not_exists(operation) AND"
                              + " (attribute_not_exists(lane_queue) OR size(lane_queue) = :none)")
                      .expressionAttributeValues(values));
      names.learn(cluster, item);
      return new Taking.Taken(LaneItem.lane(item, false));
    } catch (ConditionalCheckFailedException held) {
      // The client repeats a call whose answer was lost: then this holder already has the lane.
      return isHolder(held.item(), holder)
          ? new Taking.Taken(LaneItem.lane(held.item(), false))
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
    var limit = QueueLimits.reached(waiting.operation(), LaneItem.shares(lane.get()));
    return limit.isPresent()
        ? limit
        : append(cluster, waiting, QueueLimits.TOTAL).map(_ -> QueueLimits.total());
  }

  /// Appends an operation to a queue that is shorter than `most`, or returns the lane as it is.
  private Optional<Map<String, AttributeValue>> append(Cluster cluster, Status waiting, int most) {
    var values = new HashMap<>(LaneItem.clusterValues(cluster));
    values.put(":me", AttributeValue.fromL(List.of(text(waiting.id()))));
    values.put(":id", text(waiting.id()));
    values.put(":empty", AttributeValue.fromL(List.of()));
    values.put(":most", number(most));
    values.put(":share", LaneItem.share(waiting.operation()));
    try {
      var lane =
          update(
              cluster.id(),
              update ->
                  update
                      .updateExpression(
                          "SET "
                              + LaneItem.CLUSTER
                              + ", lane_queue = list_append(if_not_exists(lane_queue, :empty), :me)"
                              + " ADD queue_shares :share")
                      .conditionExpression(
                          "attribute_not_exists(lane_queue) OR (size(lane_queue) < :most"
                              + " AND NOT contains(lane_queue, :id))")
                      .expressionAttributeValues(values));
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
                  .item(OperationItem.of(waiting, due))
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
    var item =
        call(() ->
                client.getItem(get ->
                    get.tableName(tables.mirrors())
                        .key(laneKey(clusterId))
                        .projectionExpression(LaneItem.STATE)
                        .consistentRead(true)))
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
    if (OperationItem.ended(operation(seen.operationId()))) {
      free(clusterId, seen);
      return Optional.empty();
    }
    var inDoubt = !seen.waits() || seen.inDoubt();
    return taken(
        clusterId,
        holder,
        inDoubt,
        update ->
            update
                .updateExpression(
                    "SET holder_id = :holder, lease_until = :lease, due_at = :lease,"
                        + " attempts = attempts + :one REMOVE waiting_state, wait_reason")
                .conditionExpression("holder_id = :was AND lease_until = :until")
                .expressionAttributeValues(
                    Map.of(
                        ":holder", text(holder),
                        ":lease", number(leaseUntil.toEpochMilli()),
                        ":one", number(1),
                        ":was", text(seen.holder()),
                        ":until", number(seen.until().toEpochMilli()))));
  }

  @Override
  public Optional<Lane> takeTurn(
      String clusterId, String first, String holder, Instant leaseUntil) {
    var item = operation(first);
    if (item.isEmpty()) {
      // The queue was full, and a late repeat of the call has appended it nevertheless.
      leave(clusterId, first, QueueShare.unknown(first));
      return Optional.empty();
    }
    var status = OperationItem.read(item);
    if (OperationItem.ended(item)) {
      leave(clusterId, first, QueueShare.of(status.operation()));
      return Optional.empty();
    }
    var values = taken(status, holder, leaseUntil);
    values.put(":attempts", number(1 + number(item, "attempts", 0)));
    values.put(":share", LaneItem.share(status.operation()));
    return taken(
        clusterId,
        holder,
        false,
        update ->
            update
                .updateExpression(
                    "SET "
                        + TAKEN
                        + ", attempts = :attempts REMOVE lane_queue[0] DELETE queue_shares :share")
                .conditionExpression("attribute_not_exists(operation) AND lane_queue[0] = :id")
                .expressionAttributeValues(values));
  }

  private Map<String, AttributeValue> operation(String id) {
    return item(operationKey(id));
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
  private void leave(String clusterId, String ended, QueueShare share) {
    updateIfSo(
        clusterId,
        update ->
            update
                .updateExpression("REMOVE lane_queue[0] DELETE queue_shares :share")
                .conditionExpression("lane_queue[0] = :id")
                .expressionAttributeValues(
                    Map.of(":id", text(ended), ":share", LaneItem.share(share))));
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
                  .item(OperationItem.of(waiting))
                  .conditionExpression(OperationItem.NOT_ENDED)
                  .expressionAttributeValues(Schema.VALUES)));
      update(
          lane.operation().clusterId(),
          update ->
              update
                  .updateExpression(
                      "SET lease_until = :until, waiting_state = :state, wait_reason = :why,"
                          + " in_doubt = :doubt, due_at = :due")
                  .conditionExpression("holder_id = :holder")
                  .expressionAttributeValues(
                      Map.of(
                          ":until", number(next(waiting).toEpochMilli()),
                          ":state", text(waiting.state().label()),
                          ":why", text(String.valueOf(waiting.waitReason())),
                          ":doubt", AttributeValue.fromBool(inDoubt),
                          ":due", number(due.toEpochMilli()),
                          ":holder", text(lane.holder()))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  /// A repeated or late call changes nothing that was stored after it.
  @Override
  public boolean mark(Lane lane, Progress planned, Sending first) {
    try {
      update(
          lane.operation().clusterId(),
          update ->
              update
                  .updateExpression("SET progress = :progress, sending = :sending")
                  .conditionExpression(
                      "holder_id = :holder AND (progress = :was"
                          + " OR (progress = :progress AND sending = :sending))")
                  .expressionAttributeValues(
                      Map.of(
                          ":was", text(OperationItem.progress(lane.progress())),
                          ":progress", text(OperationItem.progress(planned)),
                          ":sending", text(LaneItem.sending(first)),
                          ":holder", text(lane.holder()))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
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
  public boolean end(LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry) {
    return closing.end(seen, cluster, ended, entry);
  }

  @Override
  public boolean discard(LaneState seen, Unreadable operation, String reason, HistoryEntry entry) {
    return closing.discard(seen, operation, reason, entry);
  }

  private Optional<Lane> taken(
      String clusterId, String holder, boolean inDoubt, Consumer<UpdateItemRequest.Builder> how) {
    try {
      return Optional.of(LaneItem.lane(update(clusterId, how), inDoubt));
    } catch (ConditionalCheckFailedException quicker) {
      return isHolder(quicker.item(), holder)
          ? Optional.of(LaneItem.lane(quicker.item(), inDoubt))
          : Optional.empty();
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
            ":operation", packed(JsonWriter.write(OperationJson.write(status.operation()))),
            ":id", text(status.id()),
            ":progress", text(OperationItem.progress(status.progress())),
            ":holder", text(holder),
            ":lease", number(leaseUntil.toEpochMilli()),
            ":unfinished", text(UNFINISHED)));
  }

  private static boolean isHolder(Map<String, AttributeValue> item, String holder) {
    return holder.equals(text(item, "holder_id"));
  }

  private static Instant next(Status waiting) {
    var next = waiting.nextAttempt();
    return next == null ? Instant.EPOCH : next;
  }
}
