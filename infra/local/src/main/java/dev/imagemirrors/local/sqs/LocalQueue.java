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

/// A queue with SQS's rules: visibility, redrive, and for FIFO queues order, one message group at a
/// time, and deduplication for five minutes.
public final class LocalQueue {
  /// Takes what a queue gives up: a message that was received too often.
  interface DeadLetters {
    void take(String queueArn, Message message);
  }

  /// A message to send; a FIFO queue needs its group, and its deduplication ID unless the queue
  /// makes one of the body.
  public record Draft(
      String body,
      JsonNode attributes,
      Optional<String> group,
      Optional<String> deduplication,
      Optional<Duration> delay) {}

  /// Messages by what can be done with them.
  public record Counts(int visible, int inFlight, int delayed) {}

  /// Nobody waits longer without a look at the clock.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final QueueResource declared;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Deduplication deduplication = new Deduplication();

  LocalQueue(QueueResource declared, InstantSource clock, State state) {
    this.declared = declared;
    this.clock = clock;
    this.deliveries = new Deliveries(declared.name(), state);
  }

  public QueueResource declared() {
    return declared;
  }

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
            deliveries.nextSequence(),
            draft.body(),
            draft.attributes(),
            draft.group(),
            deduplicationId,
            now);
    deduplicationId.ifPresent(id -> deduplication.remember(id, message, now));
    deliveries.add(new Delivery(message, 0, now.plus(draft.delay().orElse(declared.delay()))));
    notifyAll();
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

  /// Takes over a message that another queue gave up.
  synchronized void takeOver(Message message) {
    deliveries.add(new Delivery(message.moved(deliveries.nextSequence()), 0, clock.instant()));
    notifyAll();
  }

  /// Up to so many messages; waits for the first one, as long as that.
  synchronized List<Received> receive(
      int most, Duration visibility, Duration wait, DeadLetters deadLetters)
      throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      var received = receiveNow(most, visibility, deadLetters);
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (!received.isEmpty() || left <= 0) {
        return received;
      }
      wait(Math.min(left, untilNextVisible().toMillis() + 1));
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

  /// Deletes what the handle was given out for, if it was not received again since.
  synchronized void delete(String handle) {
    deliveries.byHandle(handle).ifPresent(deliveries::remove);
    notifyAll();
  }

  /// Zero makes it visible at once.
  synchronized void changeVisibility(String handle, Duration visibility) {
    var now = clock.instant();
    var delivery =
        deliveries
            .byHandle(handle)
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
    deliveries.all().forEach(delivery -> delivery.visibleAt = clock.instant());
    notifyAll();
  }

  synchronized void purge() {
    deliveries.all().forEach(deliveries::remove);
  }

  public synchronized Counts counts() {
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
}
