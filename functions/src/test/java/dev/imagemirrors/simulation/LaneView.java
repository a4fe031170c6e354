package dev.imagemirrors.simulation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The item of a cluster's lane, as far as it is looked at from outside.
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

  @Nullable String run() {
    return text("run_id");
  }

  boolean waits() {
    return item.containsKey("waits_for");
  }

  /// When the lease ends, or the next try is due, in milliseconds.
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
    return queue == null ? List.of() : queue.l().stream().map(AttributeValue::s).toList();
  }

  String words() {
    var operation = operation();
    var queue = queue();
    var lane =
        operation == null
            ? "free"
            : waits()
                ? "%s %s".formatted(operation, text("waits_for"))
                : "%s held by run %s".formatted(operation, run());
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
