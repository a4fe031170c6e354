package dev.imagemirrors.local.sqs;

import dev.imagemirrors.local.state.State;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The messages of a queue in order, persisted in the state of the stack. Not thread-safe.
final class Deliveries {
  private final String prefix;
  private final State state;
  private final TreeMap<Long, Delivery> bySequence = new TreeMap<>();
  private long lastSequence;

  Deliveries(String queue, State state) {
    this.prefix = "queue/" + queue + "/";
    this.state = state;
    for (var kept : state.startingWith(prefix).values()) {
      var delivery = Message.fromJson(kept);
      bySequence.put(delivery.message.sequence(), delivery);
      lastSequence = Math.max(lastSequence, delivery.message.sequence());
    }
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /// A snapshot: messages that are removed later remain in it.
  List<Delivery> all() {
    return List.copyOf(bySequence.values());
  }

  void add(Delivery delivery) {
    bySequence.put(delivery.message.sequence(), delivery);
    keep(delivery);
  }

  /// Records one more receive.
  void keep(Delivery delivery) {
    state.put(key(delivery), delivery.message.toJson(delivery.receives));
  }

  void remove(Delivery delivery) {
    bySequence.remove(delivery.message.sequence());
    state.remove(key(delivery));
  }

  Optional<Delivery> byHandle(String handle) {
    return bySequence.values().stream()
        .filter(delivery -> delivery.handle.filter(handle::equals).isPresent())
        .findFirst();
  }

  /// The message groups with a message in flight.
  Set<String> groupsInFlight(Instant now) {
    var groups = new HashSet<String>();
    for (var delivery : bySequence.values()) {
      if (delivery.isInFlight(now)) {
        groups.add(delivery.message.group().orElse(""));
      }
    }
    return groups;
  }

  /// When the next message becomes visible, if any.
  Optional<Instant> nextVisible(Instant now) {
    return bySequence.values().stream()
        .map(delivery -> delivery.visibleAt)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo);
  }

  private String key(Delivery delivery) {
    return prefix + delivery.message.id();
  }
}
