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

/// Sees every change to lanes, operations and histories when it is made.
final class LaneMonitor {
  private final LongSupplier now;
  private final Trace story;
  private final Verdict verdict;
  private final Map<String, LaneView> lanes = new HashMap<>();
  private final Map<String, Map<String, Long>> placed = new HashMap<>();
  private final Map<String, Long> ended = new HashMap<>();
  private final Set<String> takenOver = new HashSet<>();
  private final Map<String, String> hashes = new HashMap<>();

  LaneMonitor(LongSupplier now, Trace story, Verdict verdict) {
    this.now = now;
    this.story = story;
    this.verdict = verdict;
  }

  /// A cluster's lane, as it is now.
  Optional<LaneView> lane(String cluster) {
    return Optional.ofNullable(lanes.get(cluster));
  }

  /// The operations that were ever in a cluster's lane or line, with when they came there first, in
  /// that order.
  Map<String, Long> placed(String cluster) {
    return placed.getOrDefault(cluster, Map.of());
  }

  /// When an operation ended.
  Optional<Long> ended(String operation) {
    return Optional.ofNullable(ended.get(operation));
  }

  /// Whether an operation was ever taken over from a run that did not end.
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
    verdict.require(was.isEmpty(), Invariant.WHOLE_HISTORY, () -> "an entry was written again");
    var cluster = text(is, "cluster_id");
    var number = Objects.requireNonNull(is.get("number")).n();
    hashes.put(cluster + "#" + number, text(is, "hash"));
    story.tell("history of " + cluster, text(is, "entry"));
  }

  private void changed(LaneView was, LaneView is) {
    var cluster = is.cluster();
    lanes.put(cluster, is);
    story.tell("lane of " + cluster, is.words());
    var operation = is.operation();
    var seen = placed.computeIfAbsent(cluster, _ -> new LinkedHashMap<>());
    if (operation != null) {
      seen.putIfAbsent(operation, now.getAsLong());
    }
    is.queue().forEach(id -> seen.putIfAbsent(id, now.getAsLong()));
    if (operation != null && !operation.equals(was.operation())) {
      given(operation, was, is);
    } else if (operation != null && !was.waits() && !Objects.equals(is.run(), was.run())) {
      takenOver.add(operation);
    }
    if (is.head() != was.head()) {
      verdict.require(
          is.head() == was.head() + 1
              && Objects.equals(is.headHash(), hashes.get(cluster + "#" + is.head())),
          Invariant.WHOLE_HISTORY,
          () -> "the head is %d, after %d".formatted(is.head(), was.head()));
    }
  }

  private void given(String operation, LaneView was, LaneView is) {
    verdict.require(
        was.operation() == null,
        Invariant.ONE_AT_A_TIME,
        () -> "%s was given the lane in which %s is".formatted(operation, was.operation()));
    var order = List.copyOf(placed(is.cluster()).keySet());
    verdict.require(
        is.queue().stream()
            .filter(waiting -> !ended.containsKey(waiting))
            .allMatch(waiting -> order.indexOf(waiting) > order.indexOf(operation)),
        Invariant.IN_ORDER,
        () -> "%s has overtaken some of %s".formatted(operation, is.queue()));
  }
}
