package dev.imagemirrors.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.state.NoState;
import dev.imagemirrors.local.template.QueueResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalQueueTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @SuppressWarnings("NullAway.Init")
  private Queues queues;

  @BeforeEach
  void makeQueues() {
    queues =
        new Queues(
            List.of(
                queue(
                    "fifo",
                    true,
                    Optional.of(new QueueResource.Redrive("arn:aws:sqs:r:a:dead", 2))),
                queue("dead", true, Optional.empty()),
                queue("standard", false, Optional.empty())),
            () -> now,
            new NoState());
  }

  @Test
  void deliversTheMessagesOfAGroupInOrder() throws Exception {
    send("fifo", "a1", "a");
    send("fifo", "b1", "b");
    send("fifo", "a2", "a");

    assertThat(bodies(receive("fifo", 10))).containsExactly("a1", "b1", "a2");
  }

  @Test
  void blocksAGroupWhileOneOfItsMessagesIsInFlight() throws Exception {
    send("fifo", "a1", "a");
    send("fifo", "a2", "a");
    send("fifo", "b1", "b");

    var first = receive("fifo", 1);

    assertThat(bodies(first)).containsExactly("a1");
    assertThat(bodies(receive("fifo", 10))).containsExactly("b1");
    find("fifo").delete(first.getFirst().handle());
    assertThat(bodies(receive("fifo", 10))).containsExactly("a2");
  }

  @Test
  void redeliversAMessageFirstAfterItsVisibilityTimeout() throws Exception {
    send("fifo", "a1", "a");
    send("fifo", "a2", "a");
    receive("fifo", 1);

    now = now.plusSeconds(31);

    var again = receive("fifo", 1);
    assertThat(bodies(again)).containsExactly("a1");
    assertThat(again.getFirst().receives()).isEqualTo(2);
    assertThat(again.getFirst().firstReceived()).isEqualTo(now.minusSeconds(31));
  }

  @Test
  void movesAMessageThatWasReceivedTooOftenToTheDeadLetterQueue() throws Exception {
    send("fifo", "poison", "a");
    send("fifo", "next", "a");
    for (int i = 0; i < 2; i++) {
      assertThat(bodies(receive("fifo", 1))).containsExactly("poison");
      now = now.plusSeconds(31);
    }

    assertThat(bodies(receive("fifo", 10))).containsExactly("next");
    assertThat(bodies(receive("dead", 10))).containsExactly("poison");
  }

  @Test
  void dropsADuplicateForFiveMinutes() throws Exception {
    var first = find("fifo").send(draft("one", "a", "same"));
    var second = find("fifo").send(draft("two", "a", "same"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(bodies(receive("fifo", 10))).containsExactly("one");
    now = now.plusSeconds(301);
    assertThat(find("fifo").send(draft("three", "b", "same")).id()).isNotEqualTo(first.id());
  }

  @Test
  void requiresAGroupAndADeduplicationId() {
    assertThatThrownBy(() ->
            find("fifo")
                .send(
                    new LocalQueue.Draft(
                        "x", Json.object(), Optional.empty(), Optional.empty(), Optional.empty())))
        .isInstanceOf(AwsFault.class)
        .hasMessage("The request must contain the parameter MessageGroupId.");
    assertThatThrownBy(() ->
            find("fifo")
                .send(
                    new LocalQueue.Draft(
                        "x", Json.object(), Optional.of("a"), Optional.empty(), Optional.empty())))
        .isInstanceOf(AwsFault.class)
        .hasMessageContaining("MessageDeduplicationId provided explicitly");
  }

  @Test
  void delaysAMessage() throws Exception {
    find("standard")
        .send(
            new LocalQueue.Draft(
                "later",
                Json.object(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofSeconds(10))));

    assertThat(receive("standard", 1)).isEmpty();
    assertThat(find("standard").counts()).isEqualTo(new LocalQueue.Counts(0, 0, 1));
    now = now.plusSeconds(10);
    assertThat(bodies(receive("standard", 1))).containsExactly("later");
  }

  @Test
  void changesTheVisibilityOfAMessageInFlight() throws Exception {
    send("standard", "x", "");
    var received = receive("standard", 1).getFirst();

    find("standard").changeVisibility(received.handle(), Duration.ofSeconds(100));
    now = now.plusSeconds(99);
    assertThat(receive("standard", 1)).isEmpty();
    find("standard").changeVisibility(received.handle(), Duration.ZERO);
    assertThat(bodies(receive("standard", 1))).containsExactly("x");
    assertThatThrownBy(() -> find("standard").changeVisibility(received.handle(), Duration.ZERO))
        .isInstanceOf(AwsFault.class);
  }

  @Test
  void dropsAMessageAfterItsRetention() throws Exception {
    send("standard", "old", "");

    now = now.plus(Duration.ofDays(5));

    assertThat(receive("standard", 1)).isEmpty();
  }

  @Test
  void countsAndPurges() throws Exception {
    send("standard", "x", "");
    send("standard", "y", "");
    receive("standard", 1);

    assertThat(find("standard").counts()).isEqualTo(new LocalQueue.Counts(1, 1, 0));
    find("standard").purge();
    assertThat(find("standard").counts()).isEqualTo(new LocalQueue.Counts(0, 0, 0));
  }

  private void send(String queue, String body, String group) {
    find(queue).send(draft(body, group, body));
  }

  private static LocalQueue.Draft draft(String body, String group, String deduplication) {
    return new LocalQueue.Draft(
        body,
        Json.object(),
        group.isEmpty() ? Optional.empty() : Optional.of(group),
        Optional.of(deduplication),
        Optional.empty());
  }

  private List<Received> receive(String queue, int most) throws InterruptedException {
    return queues.receive(find(queue), most, Duration.ofSeconds(30), Duration.ZERO);
  }

  private LocalQueue find(String name) {
    return queues.find(name).orElseThrow();
  }

  private static List<String> bodies(List<Received> received) {
    return received.stream().map(r -> r.message().body()).toList();
  }

  private static QueueResource queue(
      String name, boolean fifo, Optional<QueueResource.Redrive> redrive) {
    return new QueueResource(
        name,
        "arn:aws:sqs:r:a:" + name,
        fifo,
        false,
        Duration.ofSeconds(30),
        Duration.ZERO,
        Duration.ofDays(4),
        redrive);
  }
}
