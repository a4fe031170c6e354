package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.flag;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.known;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.QueueShare;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The item of a cluster's lane: its holder, the operation in flight, the queue, and the head of
/// the history.
final class LaneItem {
  /// The attributes that exist only while an operation is in the lane.
  static final String IN_FLIGHT =
      "operation, operation_id, holder_id, lease_until, waiting_state, wait_reason, in_doubt,"
          + " attempts, progress, sending, unfinished, due_at";

  /// The attributes of the lane's state.
  static final String STATE =
      "head_number, head_hash, operation_id, holder_id, lease_until, waiting_state, in_doubt, lane_queue,"
          + " recorded_sources, schema_version";

  /// Sets what every lane has, to the values of [#clusterValues].
  static final String CLUSTER = "cluster_id = :cluster, schema_version = :schema";

  private LaneItem() {}

  static Map<String, AttributeValue> clusterValues(Cluster cluster) {
    return Map.of(":cluster", text(cluster.id()), Schema.PLACEHOLDER, Schema.VALUE);
  }

  static String sending(Sending next) {
    return JsonWriter.write(OperationJson.write(next));
  }

  static LaneState state(Map<String, AttributeValue> item) {
    Schema.check(item);
    return new LaneState(head(item), inFlight(item), line(item), sources(item));
  }

  /// The lane for its new holder.
  static Lane lane(Map<String, AttributeValue> item, boolean inDoubt) {
    Schema.check(item);
    return OperationItem.readable(
        item,
        () ->
            new Lane(
                OperationItem.operation(item),
                known(item, "holder_id"),
                leaseUntil(item),
                head(item),
                inDoubt,
                (int) number(item, "attempts", 1),
                OperationItem.progress(item),
                item.containsKey("sending")
                    ? OperationJson.readSending(json(item, "sending"))
                    : null,
                sources(item)));
  }

  /// The status of the operation in flight.
  static Status status(Map<String, AttributeValue> item) {
    Schema.check(item);
    var waits = waitsFor(item);
    return OperationItem.readable(
        item,
        () ->
            new Status(
                OperationItem.operation(item),
                waits == null ? State.RUNNING : waits,
                OperationItem.progress(item),
                (int) number(item, "attempts", 1),
                waits == null ? null : leaseUntil(item),
                text(item, "wait_reason"),
                null));
  }

  static Head head(Map<String, AttributeValue> item) {
    var hash = text(item, "head_hash");
    return hash == null ? Head.START : new Head(number(item, "head_number", 0), hash);
  }

  /// The set with one share, as the lane's item holds them.
  static AttributeValue share(Operation operation) {
    return share(QueueShare.of(operation));
  }

  static AttributeValue share(QueueShare share) {
    return AttributeValue.fromSs(List.of(share.text()));
  }

  /// Whose the places in the queue are. A share that has no place any more does not count.
  static List<QueueShare> shares(Map<String, AttributeValue> item) {
    var stored = item.get("queue_shares");
    var shares =
        stored == null
            ? Map.<String, QueueShare>of()
            : stored.ss().stream()
                .map(QueueShare::read)
                .collect(
                    Collectors.toMap(QueueShare::operationId, share -> share, (one, _) -> one));
    return line(item).stream().map(id -> shares.getOrDefault(id, QueueShare.unknown(id))).toList();
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

  private static List<String> line(Map<String, AttributeValue> item) {
    var line = item.get("lane_queue");
    return line == null ? List.of() : line.l().stream().map(AttributeValue::s).toList();
  }

  private static Set<String> sources(Map<String, AttributeValue> item) {
    var sources = item.get("recorded_sources");
    return sources == null ? Set.of() : Set.copyOf(sources.ss());
  }

  private static Instant leaseUntil(Map<String, AttributeValue> item) {
    return Instant.ofEpochMilli(number(item, "lease_until", 0));
  }
}
