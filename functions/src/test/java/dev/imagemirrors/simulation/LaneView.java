package dev.imagemirrors.simulation;

import dev.imagemirrors.operation.QueuePlace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A cluster's lane item, as far as the checks read it.
record LaneView(Map<String, AttributeValue> item) {
  static boolean isLane(Map<String, AttributeValue> item) {
    return AttributeValue.fromS("LANE").equals(item.get("sk"));
  }

  String cluster() {
    return Objects.requireNonNull(text("pk")).substring("CLUSTER#".length());
  }

  @Nullable String operation() {
    return text("operation_id");
  }

  @Nullable String holder() {
    return text("holder_id");
  }

  boolean waits() {
    return item.containsKey("waiting_state");
  }

  /// When the lease expires, or the next attempt is due, in milliseconds.
  long until() {
    return number("lease_until");
  }

  long head() {
    return number("head_number");
  }

  @Nullable String headHash() {
    return text("head_hash");
  }

  List<String> queue() {
    var queue = item.get("lane_queue");
    return queue == null
        ? List.of()
        : queue.l().stream().map(place -> QueuePlace.read(place.s()).operationId()).toList();
  }

  String description() {
    var operation = operation();
    var queue = queue();
    var lane =
        operation == null
            ? "free"
            : waits()
                ? "%s %s".formatted(operation, text("waiting_state"))
                : "%s held by %s".formatted(operation, holder());
    return "%s%s, history %d".formatted(lane, queue.isEmpty() ? "" : ", queue " + queue, head());
  }

  private @Nullable String text(String name) {
    var value = item.get(name);
    return value == null ? null : value.s();
  }

  private long number(String name) {
    var value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
