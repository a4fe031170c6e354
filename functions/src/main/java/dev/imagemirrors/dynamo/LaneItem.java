package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.flag;
import static dev.imagemirrors.dynamo.Attributes.known;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.QueuePlace;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The item of a cluster's lane: its holder, the operation in flight, the queue, and the head of
/// the history. It holds IDs and numbers only, so that it stays small however many writes a cluster
/// has: the operation itself is an item of its own, as is the change that a set sends.
final class LaneItem {
  /// The attributes that exist only while an operation is in the lane.
  static final String IN_FLIGHT =
      "operation_id, holder_id, lease_until, waiting_state, in_doubt, attempts, progress";

  /// The attributes of the lane's state.
  static final String STATE =
      "head_number, head_hash, operation_id, holder_id, lease_until, waiting_state, in_doubt,"
          + " lane_queue, schema_version";

  /// Sets what every lane has, to the values of [#clusterValues].
  static final String CLUSTER = "cluster_id = :cluster, schema_version = :schema";

  private LaneItem() {}

  static Map<String, AttributeValue> clusterValues(Cluster cluster) {
    return Map.of(":cluster", text(cluster.id()), Schema.PLACEHOLDER, Schema.VALUE);
  }

  static LaneState state(Map<String, AttributeValue> item) {
    Schema.check(item);
    return new LaneState(head(item), inFlight(item), places(item));
  }

  /// The lane for its new holder.
  static Lane lane(
      Map<String, AttributeValue> item,
      Operation operation,
      boolean inDoubt,
      @Nullable Sending sending) {
    Schema.check(item);
    return new Lane(
        operation,
        known(item, "holder_id"),
        leaseUntil(item),
        head(item),
        inDoubt,
        (int) number(item, "attempts", 1),
        OperationItem.progress(item),
        sending);
  }

  /// The status of the operation in flight.
  ///
  /// @param stored the operation as its own item has it
  static Status status(Map<String, AttributeValue> item, Status stored) {
    var waits = waitsFor(item);
    return OperationItem.readable(
        item,
        () ->
            new Status(
                stored.operation(),
                waits == null ? State.RUNNING : waits,
                OperationItem.progress(item),
                (int) number(item, "attempts", 1),
                waits == null ? null : leaseUntil(item),
                waits == null ? null : stored.waitReason(),
                null));
  }

  static Head head(Map<String, AttributeValue> item) {
    var hash = text(item, "head_hash");
    return hash == null ? Head.START : new Head(number(item, "head_number", 0), hash);
  }

  private static LaneState.@Nullable InFlight inFlight(Map<String, AttributeValue> item) {
    var id = text(item, "operation_id");
    return id == null
        ? null
        : new LaneState.InFlight(
            id, known(item, "holder_id"), leaseUntil(item), waitsFor(item), flag(item, "in_doubt"));
  }

  private static @Nullable State waitsFor(Map<String, AttributeValue> item) {
    var label = text(item, "waiting_state");
    return label == null ? null : State.of(label);
  }

  private static List<QueuePlace> places(Map<String, AttributeValue> item) {
    var queue = item.get("lane_queue");
    return queue == null
        ? List.of()
        : queue.l().stream().map(place -> QueuePlace.read(place.s())).toList();
  }

  private static Instant leaseUntil(Map<String, AttributeValue> item) {
    return Instant.ofEpochMilli(number(item, "lease_until", 0));
  }
}
