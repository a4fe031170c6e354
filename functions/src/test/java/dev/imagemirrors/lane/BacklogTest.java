package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How long an invocation works on a lane, what it does when the time runs out, and the pause of
/// the operations that remain.
class BacklogTest extends World {
  private static final Duration SOON = Duration.ofSeconds(1);

  /// Too little time to start an attempt.
  private static final Duration NOTHING = Duration.ofSeconds(1);

  private Operation operation(String id, Write write) {
    var now = time.now();
    return new Operation(id, CLUSTER, request(write, false, null), now, now.plus(LIFETIME));
  }

  /// A caller-bound operation in the queue.
  private void callerBound() {
    var request =
        request(create("a/attended", "m/attended"), false, null)
            .by(new Actor(Actor.Via.OCM, "pat", null, "request"));
    var waiting =
        Status.queued(
            new Operation("attended", CLUSTER, request, time.now(), time.now().plus(LIFETIME)));
    assertThat(store.join(cluster("ready", true), waiting, time.now().plus(LIFETIME)))
        .isEqualTo(new Lanes.Joining.Joined());
  }

  private void held() {
    var end = time.now().plus(LIFETIME);
    assertThat(
            store.take(
                cluster("ready", true), operation("held", create("a/held", "m/held")), "run", end))
        .isInstanceOf(Lanes.Taking.Taken.class);
  }

  private Backlog.Remaining run(@Nullable String id, Duration limit) {
    var backlog = new Backlog(ports(), pace(limit));
    return id == null ? backlog.run(cluster("ready", true)) : backlog.run(id, CLUSTER);
  }

  @Test
  void leavesALaneWithoutTheGivenOperation() {
    held();
    assertThat(run("gone", LIMIT)).isEqualTo(new Backlog.Remaining.None(0));
    var start = time.nanos();

    assertThat(run(null, LIMIT)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));

    assertThat(Duration.ofNanos(time.nanos() - start))
        .isBetween(Duration.ofMillis(5_000), Duration.ofMillis(5_400));
  }

  @Test
  void leavesACallerBoundOperation() {
    callerBound();
    assertThat(run("gone", LIMIT)).isEqualTo(new Backlog.Remaining.None(0));
    assertThat(run("attended", LIMIT)).isInstanceOf(Backlog.Remaining.Waiting.class);
    assertThat(run(null, LIMIT)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));
    assertThat(ocm.calls).isEmpty();
  }

  @Test
  void waitsForAHeldLaneOnlyWhileThereIsTime() {
    held();
    var waiting = accepted(create("a/1", "m/1"));
    time.sleep(Duration.ofHours(4));
    var start = time.nanos();

    assertThat(run(waiting.id(), Duration.ofSeconds(6)))
        .isInstanceOfSatisfying(
            Backlog.Remaining.Waiting.class,
            left ->
                assertThat(left.pause()).isBetween(Duration.ofMinutes(30), Duration.ofHours(1)));

    assertThat(Duration.ofNanos(time.nanos() - start))
        .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(2));
    assertThat(store.state(CLUSTER).queue()).containsExactly(waiting.id());
  }

  @Test
  void queuesNothingWhenNoOperationWaits() {
    assertThat(run("any", NOTHING)).isEqualTo(new Backlog.Remaining.None(0));
    assertThat(run(null, NOTHING)).isEqualTo(new Backlog.Remaining.None(0));
    assertThat(queue.sent).isEmpty();
  }

  /// The message being handled becomes visible again; any other operation needs a new message.
  @Test
  void queuesTheFirstOperationWhenTheTimeRunsOut() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    var first = accepted(create("a/1", "m/1"));
    var second = accepted(create("a/2", "m/2"));
    assertThat(run(second.id(), NOTHING)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));
    queue.sent.clear();

    assertThat(run(first.id(), NOTHING)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));
    assertThat(queue.sent).isEmpty();

    assertThat(run("gone", NOTHING)).isEqualTo(new Backlog.Remaining.None(0));
    assertThat(queue.sent).extracting(Status::id).containsExactly(first.id());
    queue.sent.clear();

    var actor = new Actor(Actor.Via.API, "somebody", null, null);
    assertThat(new Cancellation(ports(), pace(LIMIT)).cancel(first.id(), actor))
        .isInstanceOf(Cancellation.Result.Cancelled.class);
    assertThat(run(null, NOTHING)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));
    assertThat(queue.sent).extracting(Status::id).containsExactly(second.id());
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  /// An operation that ran out of time would wait like one that OCM did not answer.
  @Test
  void takesNoTurnForWhichThereIsNoTime() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/1", "m/1"));
    var behind = accepted(create("a/2", "m/2"));
    time.sleep(Duration.ofHours(4));
    ocm.meanwhile(() -> time.sleep(Duration.ofSeconds(3)));

    assertThat(run(behind.id(), Duration.ofSeconds(9)))
        .isEqualTo(new Backlog.Remaining.Waiting(1, SOON));

    assertThat(store.state(CLUSTER).inFlight()).isNull();
    assertThat(store.state(CLUSTER).queue()).containsExactly(behind.id());
  }

  /// An operation behind one that used all the time waits only briefly.
  @Test
  void pausesBrieflyAfterAnOperationHasEnded() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/1", "m/1"));
    var behind = accepted(create("a/2", "m/2"));
    time.sleep(Duration.ofHours(4));
    ocm.meanwhile(() -> time.sleep(Duration.ofSeconds(3)));

    assertThat(run(behind.id(), Duration.ofSeconds(6)))
        .isEqualTo(new Backlog.Remaining.Waiting(1, SOON));

    assertThat(words()).containsExactly("create created");
    assertThat(store.state(CLUSTER).queue()).containsExactly(behind.id());
  }

  @Test
  void pausesUntilTheNextAttemptAndForAClusterAsLongAsTheQueueCan() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    var first = accepted(create("a/1", "m/1"));
    time.sleep(Duration.ofSeconds(10));
    assertThat(run(first.id(), LIMIT))
        .isEqualTo(new Backlog.Remaining.Waiting(0, Duration.ofSeconds(30)));
    time.sleep(Duration.ofMillis(29_500));
    assertThat(run(first.id(), LIMIT)).isEqualTo(new Backlog.Remaining.Waiting(0, SOON));
    assertThat(ocm.count("create")).isEqualTo(1);
    settle();

    ocm.add(cluster("installing", true));
    var deferred = accepted(request(create("a/2", "m/2"), true, null));
    time.sleep(Duration.ofMinutes(5));
    assertThat(run(deferred.id(), LIMIT))
        .isEqualTo(new Backlog.Remaining.Waiting(0, Queue.MAX_PAUSE));
  }

  @Test
  void attemptsNothingAfterItsDeadline() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    var late = accepted(create("a/1", "m/1"));
    ocm.calls.clear();
    time.sleep(LIFETIME.plusMinutes(1));

    assertThat(run(late.id(), LIMIT)).isEqualTo(new Backlog.Remaining.None(1));

    assertThat(status(late.id()).outcome())
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp("its deadline passed before it could be attempted")));
    assertThat(ocm.calls).isEmpty();
  }

  @Test
  void reportsAWriteInDoubtAtItsDeadline() {
    ocm.answers("create", new Answer.Doubtful<>("reset"));
    for (var i = 0; i < 10_000; i++) {
      ocm.answers("find", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    }
    var doubtful = accepted(create("a/1", "m/1"));
    time.sleep(LIFETIME.plusMinutes(1));

    assertThat(run(doubtful.id(), LIMIT)).isEqualTo(new Backlog.Remaining.None(1));

    assertThat(status(doubtful.id()).outcome())
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp(
                    "its deadline has passed, and it is not known whether it reached the cluster: OCM was unavailable: down")));
  }
}
