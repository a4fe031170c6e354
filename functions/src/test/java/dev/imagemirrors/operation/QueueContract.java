package dev.imagemirrors.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.Queue.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of the work queue, for every implementation.
public abstract class QueueContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  protected abstract Queue queue();

  /// The next message, as a receiver gets it.
  protected abstract Optional<Received> receive();

  /// Ends a received message after it was handled.
  protected abstract void handled(Received message);

  /// Puts a message with that body into the dead-letter queue.
  protected abstract void giveUp(String body);

  /// The number of messages in the dead-letter queue.
  protected abstract int given();

  /// Makes the queue unavailable.
  protected abstract void breakDown();

  /// A received message.
  public record Received(String operationId, String clusterId, String receipt) {}

  private static Status status(String id, String cluster, int attempts) {
    var operation =
        new Operation(
            id,
            cluster,
            World.request(new Write.Delete(new MirrorKey("a/b"), true, null), false, null),
            NOW,
            NOW.plusSeconds(86_400));
    var running = Status.running(operation);
    return new Status(operation, running.state(), running.progress(), attempts, null, null, null);
  }

  private void send(String id, String cluster) {
    assertThat(queue().send(status(id, cluster, 0))).isTrue();
  }

  private Received received() {
    return receive().orElseThrow(() -> new AssertionError("nothing was there to receive"));
  }

  private String next() {
    var message = received();
    handled(message);
    return message.operationId();
  }

  @Test
  void deliversWhatWasSent() {
    send("one", "c1");

    var message = received();

    assertThat(message.operationId()).isEqualTo("one");
    assertThat(message.clusterId()).isEqualTo("c1");
  }

  @Test
  void isEmptyAtFirstAndWhenAllIsHandled() {
    assertThat(receive()).isEmpty();

    send("one", "c1");
    handled(received());

    assertThat(receive()).isEmpty();
  }

  @Test
  void acceptsAnAttemptOfAnOperationOnce() {
    send("one", "c1");
    send("one", "c1");

    assertThat(next()).isEqualTo("one");
    assertThat(receive()).isEmpty();
  }

  @Test
  void acceptsTheNextAttemptOfAnOperation() {
    send("one", "c1");
    assertThat(queue().send(status("one", "c1", 1))).isTrue();

    assertThat(List.of(next(), next())).containsExactly("one", "one");
  }

  @Test
  void keepsTheOrderOfACluster() {
    send("one", "c1");
    send("two", "c1");
    send("three", "c1");

    assertThat(List.of(next(), next(), next())).containsExactly("one", "two", "three");
  }

  @Test
  void holdsBackMessagesBehindOneInFlight() {
    send("one", "c1");
    send("two", "c1");

    received();

    assertThat(receive()).isEmpty();
  }

  @Test
  void doesNotBlockOtherClusters() {
    send("one", "c1");
    send("other", "c2");

    assertThat(List.of(received().clusterId(), received().clusterId()))
        .containsExactlyInAnyOrder("c1", "c2");
  }

  @Test
  void redeliversAMessageThatIsPostponedByZero() {
    send("one", "c1");
    send("two", "c1");

    queue().postpone(received().receipt(), Duration.ZERO);

    assertThat(List.of(next(), next())).containsExactly("one", "two");
  }

  @Test
  void holdsBackMessagesBehindAPostponedOne() {
    send("one", "c1");
    send("two", "c1");

    queue().postpone(received().receipt(), Duration.ofMinutes(10));

    assertThat(receive()).isEmpty();
  }

  @Test
  void reportsThatItIsUnavailable() {
    breakDown();

    assertThat(queue().send(status("one", "c1", 0))).isFalse();
  }

  @Test
  void hasNoDeadLettersAtFirst() {
    assertThat(queue().deadLetters()).isEmpty();
  }

  @Test
  void namesTheOperationOfADeadLetter() {
    giveUp("{\"operation_id\": \"one\", \"cluster_id\": \"c1\"}");

    assertThat(queue().deadLetters()).extracting(DeadLetter::operationId).containsExactly("one");
  }

  @Test
  void returnsADeadLetterWithoutAnOperation() {
    for (var body : List.of("no JSON", "{}", "{\"operation_id\": 1}")) {
      giveUp(body);

      var deadLetter = queue().deadLetters().getFirst();

      assertThat(deadLetter.operationId()).isEmpty();
      queue().remove(deadLetter);
    }
  }

  @Test
  void removesADeadLetter() {
    giveUp("{\"operation_id\": \"one\"}");
    giveUp("{\"operation_id\": \"two\"}");

    queue().deadLetters().forEach(queue()::remove);

    assertThat(given()).isZero();
  }
}
