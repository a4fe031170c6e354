package dev.imagemirrors.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Checks every change to lanes, operations and histories at the moment it is made.
final class LaneMonitor {
  private final LongSupplier now;
  private final Trace trace;
  private final Assertions assertions;
  private final Map<String, LaneView> lanes = new HashMap<>();
  private final Map<String, Map<String, Long>> positions = new HashMap<>();
  private final Map<String, Long> ended = new HashMap<>();
  private final Set<String> takenOver = new HashSet<>();
  private final Map<String, String> hashes = new HashMap<>();

  LaneMonitor(LongSupplier now, Trace trace, Assertions assertions) {
    this.now = now;
    this.trace = trace;
    this.assertions = assertions;
  }

  /// The current state of a cluster's lane.
  Optional<LaneView> lane(String cluster) {
    return Optional.ofNullable(lanes.get(cluster));
  }

  /// The operations that were ever in the lane or queue of a cluster, in order, each with the time
  /// at which it first got there.
  Map<String, Long> positions(String cluster) {
    return positions.getOrDefault(cluster, Map.of());
  }

  /// When an operation ended.
  Optional<Long> ended(String operation) {
    return Optional.ofNullable(ended.get(operation));
  }

  /// Whether an operation was ever taken over from a holder that did not finish.
  boolean wasTakenOver(String operation) {
    return takenOver.contains(operation);
  }

  void changed(String table, Map<String, AttributeValue> was, Map<String, AttributeValue> is) {
    if (table.equals(SimulatedTables.HISTORY)) {
      appended(was, is);
    } else if (LaneView.isLane(is)) {
      changed(new LaneView(was), new LaneView(is));
    } else if (is.containsKey("ended")) {
      ended.putIfAbsent(text(is, "operation_id"), now.getAsLong());
    }
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  private void appended(Map<String, AttributeValue> was, Map<String, AttributeValue> is) {
    assertions.require(was.isEmpty(), Invariant.INTACT_HISTORY, () -> "an entry was overwritten");
    var cluster = text(is, "cluster_id");
    var number = Objects.requireNonNull(is.get("number")).n();
    hashes.put(cluster + "#" + number, text(is, "hash"));
    trace.add("history of " + cluster, text(is, "entry"));
  }

  private void changed(LaneView was, LaneView is) {
    var cluster = is.cluster();
    lanes.put(cluster, is);
    trace.add("lane of " + cluster, is.description());
    var operation = is.operation();
    var seen = positions.computeIfAbsent(cluster, _ -> new LinkedHashMap<>());
    if (operation != null) {
      seen.putIfAbsent(operation, now.getAsLong());
    }
    is.queue().forEach(id -> seen.putIfAbsent(id, now.getAsLong()));
    if (operation != null && !operation.equals(was.operation())) {
      acquired(operation, was, is);
    } else if (operation != null && !was.waits() && !Objects.equals(is.holder(), was.holder())) {
      takenOver.add(operation);
    }
    if (is.head() != was.head()) {
      assertions.require(
          is.head() == was.head() + 1
              && Objects.equals(is.headHash(), hashes.get(cluster + "#" + is.head())),
          Invariant.INTACT_HISTORY,
          () -> "the head is %d, after %d".formatted(is.head(), was.head()));
    }
  }

  private void acquired(String operation, LaneView was, LaneView is) {
    assertions.require(
        was.operation() == null,
        Invariant.EXCLUSIVE_LANES,
        () -> "%s got the lane that %s holds".formatted(operation, was.operation()));
    var order = List.copyOf(positions(is.cluster()).keySet());
    assertions.require(
        is.queue().stream()
            .filter(waiting -> !ended.containsKey(waiting))
            .allMatch(waiting -> order.indexOf(waiting) > order.indexOf(operation)),
        Invariant.FIFO_ORDER,
        () -> "%s has overtaken some of %s".formatted(operation, is.queue()));
  }
}
