package dev.imagemirrors.operation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A queue in memory that records its calls. It has no clock: a message that is postponed, for any
/// time, is not delivered again.
public final class FakeQueue implements Queue {
  public final Deque<Status> sent = new ArrayDeque<>();
  public final List<DeadLetter> dead = new ArrayList<>();
  public boolean down;

  private final Map<String, Status> received = new HashMap<>();

  @Override
  public synchronized boolean send(Status status) {
    if (!down && sent.stream().map(FakeQueue::receipt).noneMatch(receipt(status)::equals)) {
      sent.add(status);
    }
    return !down;
  }

  /// The first message of a cluster without another message in flight.
  public synchronized Optional<Status> receive() {
    var first =
        sent.stream()
            .filter(status ->
                received.values().stream()
                    .noneMatch(other ->
                        other.operation().clusterId().equals(status.operation().clusterId())))
            .findFirst();
    first.ifPresent(status -> {
      sent.remove(status);
      received.put(receipt(status), status);
    });
    return first;
  }

  /// Ends a received message.
  public synchronized void handled(String receipt) {
    received.remove(receipt);
  }

  /// An attempt of an operation: each has one message.
  static String receipt(Status status) {
    return status.id() + "-" + status.attempts();
  }

  @Override
  public synchronized void postpone(String receipt, Duration pause) {
    if (pause.isZero()) {
      sent.addFirst(Optional.ofNullable(received.remove(receipt)).orElseThrow());
    }
  }

  @Override
  public synchronized List<DeadLetter> deadLetters() {
    return List.copyOf(dead);
  }

  @Override
  public synchronized void remove(DeadLetter deadLetter) {
    dead.remove(deadLetter);
  }
}
