package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.QueueResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A queue with the semantics of SQS: visibility and redrive, and for FIFO queues order, exclusive
/// message groups, and deduplication for five minutes.
public final class LocalQueue {
  /// Receives messages that were received too often.
  interface DeadLetters {
    void take(String queueArn, Message message);
  }

  /// A message to send. A FIFO queue requires a group, and a deduplication ID unless it derives one
  /// from the body.
  public record Draft(
      String body,
      JsonNode attributes,
      Optional<String> group,
      Optional<String> deduplication,
      Optional<Duration> delay) {}

  /// The messages grouped by state.
  public record Counts(int visible, int inFlight, int delayed) {}

  /// The longest wait between two looks at the clock.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final QueueResource declared;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Deduplication deduplication = new Deduplication();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  LocalQueue(QueueResource declared, InstantSource clock, State state) {
    this.declared = declared;
    this.clock = clock;
    this.deliveries = new Deliveries(declared.name(), state);
  }

  public QueueResource declared() {
    return declared;
  }

  /// Sends a message; a duplicate is dropped, and its sender gets the ID of the first.
  public Message send(Draft draft) {
    return change(() -> add(draft));
  }

  private Message add(Draft draft) {
    var now = clock.instant();
    var deduplicationId = deduplicationId(draft);
    var earlier = deduplicationId.flatMap(id -> deduplication.find(id, now));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var message =
        new Message(
            UUID.randomUUID().toString(),
            deliveries.nextSequence(),
            draft.body(),
            draft.attributes(),
            draft.group(),
            deduplicationId,
            now);
    deduplicationId.ifPresent(id -> deduplication.remember(id, message, now));
    deliveries.add(new Delivery(message, 0, now.plus(draft.delay().orElse(declared.delay()))));
    return message;
  }

  private Optional<String> deduplicationId(Draft draft) {
    if (!declared.fifo()) {
      return Optional.empty();
    }
    if (draft.group().isEmpty()) {
      throw new AwsFault(
          400, "MissingParameter", "The request must contain the parameter MessageGroupId.");
    }
    if (draft.deduplication().isEmpty() && !declared.contentBasedDeduplication()) {
      throw new AwsFault(
          400,
          "InvalidParameterValue",
          "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
    }
    return draft.deduplication().or(() -> Optional.of(Digests.sha256(draft.body())));
  }

  /// Accepts a message from a queue whose dead-letter queue this is.
  void takeOver(Message message) {
    change(() ->
        deliveries.add(new Delivery(message.moved(deliveries.nextSequence()), 0, clock.instant())));
  }

  /// Receives up to `most` messages, and waits for the first one up to the given time.
  List<Received> receive(int most, Duration visibility, Duration wait, DeadLetters deadLetters)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        var received = receiveNow(most, visibility, deadLetters);
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (!received.isEmpty() || left <= 0) {
          return received;
        }
        // How it ended does not matter: the messages are read again.
        var _ =
            changed.await(Math.min(left, untilNextVisible().toMillis() + 1), TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Received> receiveNow(int most, Duration visibility, DeadLetters deadLetters) {
    var now = clock.instant();
    var received = new ArrayList<Received>();
    var blocked = deliveries.groupsInFlight(now);
    for (var delivery : deliveries.all()) {
      if (received.size() == most) {
        break;
      }
      var group = delivery.message.group().orElse("");
      if (declared.fifo() && blocked.contains(group)) {
        continue;
      }
      if (delivery.visibleAt.isAfter(now)) {
        blocked.add(group);
      } else if (delivery.message.sent().plus(declared.retention()).isBefore(now)) {
        deliveries.remove(delivery);
      } else if (isExhausted(delivery)) {
        deliveries.remove(delivery);
        deadLetters.take(declared.redrive().orElseThrow().deadLetterArn(), delivery.message);
      } else {
        received.add(receive(delivery, now, visibility));
      }
    }
    return received;
  }

  private boolean isExhausted(Delivery delivery) {
    return declared
        .redrive()
        .filter(redrive -> delivery.receives >= redrive.maxReceiveCount())
        .isPresent();
  }

  private Received receive(Delivery delivery, Instant now, Duration visibility) {
    var received = delivery.receive(now, visibility);
    deliveries.keep(delivery);
    return received;
  }

  private Duration untilNextVisible() {
    var now = clock.instant();
    return deliveries
        .nextVisible(now)
        .map(time -> Duration.between(now, time))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
        .orElse(LONGEST_WAIT);
  }

  /// Deletes the message of the receipt handle, unless it was received again.
  void delete(String handle) {
    change(() -> deliveries.byHandle(handle).ifPresent(deliveries::remove));
  }

  /// Zero makes it visible immediately.
  void changeVisibility(String handle, Duration visibility) {
    change(() -> delivery(handle).visibleAt = clock.instant().plus(visibility));
  }

  private Delivery delivery(String handle) {
    var now = clock.instant();
    return deliveries
        .byHandle(handle)
        .filter(d -> d.isInFlight(now))
        .orElseThrow(() ->
            new AwsFault(
                400,
                "com.amazonaws.sqs#MessageNotInflight",
                "The message referred to isn't in flight."));
  }

  /// Ends all waits: messages in flight or delayed become receivable.
  public void makeAllVisible() {
    change(() -> deliveries.all().forEach(delivery -> delivery.visibleAt = clock.instant()));
  }

  void purge() {
    change(() -> deliveries.all().forEach(deliveries::remove));
  }

  public Counts counts() {
    lock.lock();
    try {
      return count();
    } finally {
      lock.unlock();
    }
  }

  private Counts count() {
    var now = clock.instant();
    int inFlight = 0;
    int delayed = 0;
    for (var delivery : deliveries.all()) {
      if (delivery.isInFlight(now)) {
        inFlight++;
      } else if (delivery.visibleAt.isAfter(now)) {
        delayed++;
      }
    }
    return new Counts(deliveries.all().size() - inFlight - delayed, inFlight, delayed);
  }

  private void change(Runnable work) {
    var _ =
        change(() -> {
          work.run();
          return true;
        });
  }

  /// Runs under the lock, and wakes the receivers.
  private <T> T change(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }
}
