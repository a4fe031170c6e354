package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.QueueResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// A queue with SQS's rules: visibility, redrive, and for FIFO queues order, one message group at a
/// time, and deduplication for five minutes.
public final class LocalQueue {
  private final QueueResource declared;
  private final InstantSource clock;
  private final State state;
  private final Deduplication deduplication = new Deduplication();
  private final TreeMap<Long, Delivery> deliveries = new TreeMap<>();
  private long lastSequence;

  LocalQueue(QueueResource declared, InstantSource clock, State state) {
    this.declared = declared;
    this.clock = clock;
    this.state = state;
    for (var kept : state.startingWith(prefix()).values()) {
      var delivery = Message.fromJson(kept);
      deliveries.put(delivery.message.sequence(), delivery);
      lastSequence = Math.max(lastSequence, delivery.message.sequence());
    }
  }

  public QueueResource declared() {
    return declared;
  }

  /// A message to send; a FIFO queue needs its group, and its deduplication ID unless the queue
  /// makes one of the body.
  public record Draft(
      String body,
      JsonNode attributes,
      Optional<String> group,
      Optional<String> deduplication,
      Optional<Duration> delay) {}

  /// Sends it; a duplicate is accepted and dropped, and gets the first one's ID.
  public synchronized Message send(Draft draft) {
    var now = clock.instant();
    var deduplicationId = deduplicationId(draft);
    var earlier = deduplicationId.flatMap(id -> deduplication.find(id, now));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var message =
        new Message(
            UUID.randomUUID().toString(),
            ++lastSequence,
            draft.body(),
            draft.attributes(),
            draft.group(),
            deduplicationId,
            now);
    deduplicationId.ifPresent(id -> deduplication.remember(id, message, now));
    add(new Delivery(message, 0, now.plus(draft.delay().orElse(declared.delay()))));
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

  private void add(Delivery delivery) {
    deliveries.put(delivery.message.sequence(), delivery);
    keep(delivery);
    notifyAll();
  }

  /// Takes over a message that another queue gave up.
  synchronized void takeOver(Message message) {
    add(new Delivery(message.moved(++lastSequence), 0, clock.instant()));
  }

  /// Up to so many messages; waits for the first one, as long as that.
  ///
  /// @param exhausted takes each message that was received too often already
  synchronized List<Received> receive(
      int most,
      Duration visibility,
      Duration wait,
      java.util.function.BiConsumer<String, Message> exhausted)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      var received = receiveNow(most, visibility, exhausted);
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (!received.isEmpty() || left <= 0) {
        return received;
      }
      wait(Math.min(left, untilNextVisible()));
    }
  }

  private List<Received> receiveNow(
      int most, Duration visibility, java.util.function.BiConsumer<String, Message> exhausted) {
    var now = clock.instant();
    var received = new ArrayList<Received>();
    var blocked = blockedGroups(now);
    for (var delivery : List.copyOf(deliveries.values())) {
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
        remove(delivery);
      } else if (isExhausted(delivery)) {
        remove(delivery);
        exhausted.accept(declared.redrive().orElseThrow().deadLetterArn(), delivery.message);
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

  /// A group waits while one of its messages is in flight.
  private Set<String> blockedGroups(Instant now) {
    var blocked = new HashSet<String>();
    for (var delivery : deliveries.values()) {
      if (delivery.isInFlight(now)) {
        blocked.add(delivery.message.group().orElse(""));
      }
    }
    return blocked;
  }

  private Received receive(Delivery delivery, Instant now, Duration visibility) {
    var handle = UUID.randomUUID().toString();
    delivery.receives++;
    delivery.visibleAt = now.plus(visibility);
    delivery.handle = Optional.of(handle);
    var first = delivery.firstReceived.orElse(now);
    delivery.firstReceived = Optional.of(first);
    keep(delivery);
    return new Received(delivery.message, handle, delivery.receives, first);
  }

  private long untilNextVisible() {
    var now = clock.instant();
    long next = 1000;
    for (var delivery : deliveries.values()) {
      if (delivery.visibleAt.isAfter(now)) {
        next = Math.min(next, Duration.between(now, delivery.visibleAt).toMillis() + 1);
      }
    }
    return next;
  }

  /// Deletes what the handle was given out for; in a standard queue an old handle still deletes, as
  /// in SQS it may.
  synchronized void delete(String handle) {
    byHandle(handle).ifPresent(this::remove);
    notifyAll();
  }

  /// Zero makes it visible at once.
  synchronized void changeVisibility(String handle, Duration visibility) {
    var now = clock.instant();
    var delivery =
        byHandle(handle)
            .filter(d -> d.isInFlight(now))
            .orElseThrow(() ->
                new AwsFault(
                    400,
                    "com.amazonaws.sqs#MessageNotInflight",
                    "The message referred to isn't in flight."));
    delivery.visibleAt = now.plus(visibility);
    notifyAll();
  }

  /// Ends every wait: what is in flight or delayed can be received now.
  public synchronized void makeAllVisible() {
    deliveries.values().forEach(delivery -> delivery.visibleAt = clock.instant());
    notifyAll();
  }

  synchronized void purge() {
    List.copyOf(deliveries.values()).forEach(this::remove);
  }

  /// How many are visible, in flight, and delayed.
  public synchronized Counts counts() {
    var now = clock.instant();
    int inFlight = 0;
    int delayed = 0;
    for (var delivery : deliveries.values()) {
      if (delivery.isInFlight(now)) {
        inFlight++;
      } else if (delivery.visibleAt.isAfter(now)) {
        delayed++;
      }
    }
    return new Counts(deliveries.size() - inFlight - delayed, inFlight, delayed);
  }

  /// Messages by what can be done with them.
  public record Counts(int visible, int inFlight, int delayed) {}

  private Optional<Delivery> byHandle(String handle) {
    return deliveries.values().stream()
        .filter(delivery -> delivery.handle.filter(handle::equals).isPresent())
        .findFirst();
  }

  private void remove(Delivery delivery) {
    deliveries.remove(delivery.message.sequence());
    state.remove(key(delivery.message));
  }

  private void keep(Delivery delivery) {
    state.put(key(delivery.message), delivery.message.toJson(delivery.receives));
  }

  private String key(Message message) {
    return prefix() + message.id();
  }

  private String prefix() {
    return "queue/" + declared.name() + "/";
  }
}
