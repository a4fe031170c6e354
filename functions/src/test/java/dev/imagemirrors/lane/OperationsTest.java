package dev.imagemirrors.lane;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.QueueLimits;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes that do not end within their request.
class OperationsTest extends World {
  private static final String LOST = "01kdyx0000000000000000lost";
  private static final Outcome CANCELLED = new Outcome.Refused(new Refusal.Cancelled("somebody"));

  private Status deferred(Write write) {
    return accepted(request(write, true, null));
  }

  private void down(int calls) {
    for (var i = 0; i < calls; i++) {
      ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    }
  }

  private static IdempotencyKey key(String fields) {
    return World.key("the key", fields);
  }

  @Test
  void finishInTheOrderOfAcceptance() {
    down(3);
    var first = accepted(create("a/1", "m/1"));
    var second = accepted(create("a/2", "m/2"));
    var third = accepted(create("a/3", "m/3"));
    assertThat(List.of(first.state(), second.state(), third.state()))
        .containsExactly(State.WAITING_FOR_OCM, State.WAITING_FOR_LANE, State.WAITING_FOR_LANE);
    // An operation behind it does not attempt it sooner.
    assertThat(ocm.count("create")).isEqualTo(1);

    settle();

    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source)
        .containsExactly("a/1", "a/2", "a/3");
    assertThat(words()).containsExactly("create created", "create created", "create created");
  }

  /// The 409 window delays writes by little more than its length.
  @ParameterizedTest
  @ValueSource(ints = {100, 500, 2_000, 15_000})
  void conflictWindowDelaysLittleMoreThanItsLength(int millis) {
    var window = Duration.ofMillis(millis);
    ocm.conflictsWithin(window, time);
    var start = time.nanos();

    for (var i = 0; i < 10; i++) {
      assertThat(outcome(create("a/" + i, "m/" + i))).isInstanceOf(Outcome.Created.class);
    }

    var windows = window.multipliedBy(9);
    assertThat(Duration.ofNanos(time.nanos() - start))
        .isBetween(windows, windows.multipliedBy(12).dividedBy(10));
  }

  @Test
  void isRecoveredWhenTheQueueWasUnavailable() {
    queue.down = true;
    down(1);
    var status = accepted(create("a/1", "m/1"));
    assertThat(submit(create("a/2", "m/2")))
        .isInstanceOfSatisfying(
            Submitted.Accepted.class, accepted -> assertThat(accepted.queued()).isFalse());
    queue.down = false;

    settle();

    assertThat(status(status.id()).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void isGivenUpAtItsDeadlineWithTheReason() {
    down(10_000);
    var status = accepted(create("a/1", "m/1"));

    settle();

    var ended = status(status.id());
    assertThat(ended.state()).isEqualTo(State.FAILED);
    assertThat(ended.outcome())
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp("its deadline has passed: OCM was unavailable: down")));
    assertThat(Duration.between(status.operation().accepted(), time.now()))
        .isBetween(Duration.ofHours(24), Duration.ofHours(26));
    assertThat(words()).containsExactly("create failed");
    // Seldom enough for OCM.
    assertThat(ocm.count("create")).isBetween(20L, 200L);
  }

  @Test
  void isQueuedAgainWhenItsMessageWasLost() {
    down(1);
    var status = accepted(create("a/1", "m/1"));
    queue.sent.clear();
    assertThat(recover()).isEqualTo(new Recovery.Recovered(0, 0, List.of()));
    time.sleep(Duration.ofMinutes(6));

    assertThat(recover()).isEqualTo(new Recovery.Recovered(1, 0, List.of()));

    assertThat(queue.sent).extracting(Status::id).containsExactly(status.id());
    // Only after it had time to run.
    assertThat(recover()).isEqualTo(new Recovery.Recovered(0, 0, List.of()));
    time.sleep(Duration.ofMinutes(11));
    assertThat(recover()).isEqualTo(new Recovery.Recovered(1, 0, List.of()));
  }

  @Test
  void isGivenUpAfterItsDeadline() {
    down(1);
    var status = accepted(create("a/1", "m/1"));
    queue.sent.clear();
    time.sleep(LIFETIME.plusMinutes(10));

    assertThat(recover()).isEqualTo(new Recovery.Recovered(0, 1, List.of()));

    assertThat(status(status.id()).state()).isEqualTo(State.FAILED);
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void endsWhenItsMessageWasADeadLetter() {
    down(1);
    var status = accepted(create("a/1", "m/1"));
    queue.sent.clear();
    queue.dead.add(new Queue.DeadLetter(status.id(), "receipt"));
    queue.dead.add(new Queue.DeadLetter("nobody", "other"));

    assertThat(recover()).isEqualTo(new Recovery.Recovered(1, 0, List.of()));

    assertThat(queue.dead).isEmpty();
    run();
    assertThat(status(status.id()).state()).isEqualTo(State.SUCCEEDED);
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void waitsForItsClusterAndRunsWhenThatIsReady() {
    ocm.add(cluster("installing", true));
    var first = deferred(create("a/1", "m/1"));
    var second = deferred(create("a/2", "m/2"));
    assertThat(first.state()).isEqualTo(State.WAITING_FOR_CLUSTER);
    assertThat(second.state()).isEqualTo(State.WAITING_FOR_LANE);
    assertThat(outcome(create("a/3", "m/3")))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterNotReady("installing")));
    assertThat(backlog().run(cluster("installing", true)))
        .isInstanceOf(Backlog.Remaining.Waiting.class);
    assertThat(backlog().run(second.id(), CLUSTER)).isInstanceOf(Backlog.Remaining.Waiting.class);
    ocm.answers("readCluster", new Answer.TryLater<>("down", null));
    assertThat(backlog().run(second.id(), CLUSTER)).isInstanceOf(Backlog.Remaining.Waiting.class);
    assertThat(status(first.id()).attempts()).isEqualTo(1);
    assertThat(ocm.count("create")).isZero();

    ocm.add(cluster("ready", true));
    assertThat(backlog().run(cluster("ready", true))).isEqualTo(new Backlog.Remaining.None(2));

    assertThat(words()).containsExactly("create refused", "create created", "create created");
  }

  @Test
  void isNotDeferredForAClusterThatWillNotBecomeReady() {
    ocm.add(cluster("error", true));

    assertThat(submit(request(create("a/1", "m/1"), true, null), LIMIT))
        .isInstanceOfSatisfying(
            Submitted.Ended.class,
            ended ->
                assertThat(ended.outcome())
                    .isEqualTo(new Outcome.Refused(new Refusal.ClusterNotReady("error"))));
  }

  @Test
  void separatesReadyClustersFromThoseThatCannotBecomeReady() {
    ocm.add(cluster("installing", true));
    var status = deferred(create("a/1", "m/1"));
    assertThat(watch()).isEqualTo(new Watch.Checked(1, List.of(), 0, 0));

    ocm.add(cluster("ready", true));
    assertThat(watch()).isEqualTo(new Watch.Checked(1, List.of(cluster("ready", true)), 0, 0));

    ocm.add(cluster("uninstalling", true));
    assertThat(watch()).isEqualTo(new Watch.Checked(1, List.of(), 1, 0));
    run();
    assertThat(status(status.id()).state()).isEqualTo(State.FAILED);
    assertThat(watch()).isEqualTo(new Watch.Checked(0, List.of(), 0, 0));
  }

  @Test
  void checksEachClusterThatAnOperationWaitsFor() {
    assertThat(watch()).isEqualTo(new Watch.Checked(0, List.of(), 0, 0));
    assertThat(ocm.calls).isEmpty();

    ocm.add(cluster("installing", true));
    deferred(create("a/1", "m/1"));
    var other = ocm.add(new Cluster("c2", "other", null, "installing", true, "us-east-1"));
    accepted(fromTheBus("other", true));
    ocm.answers("readClusters", new Answer.TryLater<>("down", null));
    assertThat(watch()).isEqualTo(new Watch.Checked(2, List.of(), 0, 2));

    var ready = new Cluster(other.id(), "other", null, "ready", true, "us-east-1");
    ocm.add(ready);
    assertThat(watch()).isEqualTo(new Watch.Checked(2, List.of(ready), 0, 0));
    assertThat(ocm.count("readClusters")).isEqualTo(2);
  }

  @Test
  void failsWhenItsClusterNoLongerExists() {
    ocm.add(cluster("installing", true));
    var status = deferred(create("a/1", "m/1"));

    ocm.forgets(CLUSTER);
    assertThat(watch()).isEqualTo(new Watch.Checked(1, List.of(), 1, 0));
    run();

    assertThat(status(status.id()).outcome())
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterGone()));
    assertThat(words()).containsExactly("create refused");
  }

  private Watch.Checked watch() {
    return new Watch(ports(), pace(LIMIT)).check();
  }

  @Test
  void isCancelledWhileItWaits() {
    ocm.add(cluster("installing", true));
    var first = deferred(create("a/1", "m/1"));
    var second = deferred(create("a/2", "m/2"));

    assertThat(cancel(second)).isEqualTo(State.CANCELLED);
    assertThat(cancel(first)).isEqualTo(State.CANCELLED);
    assertThat(cancel(first)).isEqualTo(State.CANCELLED);

    ocm.add(cluster("ready", true));
    assertThat(backlog().run(cluster("ready", true))).isEqualTo(new Backlog.Remaining.None(0));
    assertThat(ocm.mirrors(CLUSTER)).isEmpty();
    assertThat(words()).containsExactly("create cancelled", "create cancelled");
  }

  private @Nullable State cancel(Status status) {
    var actor = new Actor(Actor.Via.API, "somebody", null, null);
    return switch (new Cancellation(ports(), pace(LIMIT)).cancel(status.id(), actor)) {
      case Cancellation.Result.Cancelled(var now) -> now.state();
      case Cancellation.Result.TooLate _ -> null;
      case Cancellation.Result.NotFound _ -> throw new AssertionError("not found");
    };
  }

  @Test
  void isNotCancelledOnceItMayHaveReachedTheCluster() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    for (var i = 0; i < 20; i++) {
      ocm.answers("find", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    }
    var status = accepted(create("a/1", "m/1"));

    assertThat(cancel(status)).isNull();
    settle();
    assertThat(status(status.id()).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void repeatsTheReplyOfTheFirstRequest() {
    var request = request(create("a/1", "m/1"), false, key("same"));
    var first = submit(request, LIMIT);

    ocm.loses(CLUSTER, ocm.mirrors(CLUSTER).getFirst().id());
    ocm.add(cluster("uninstalling", true));
    var repeat = submit(request, LIMIT);

    assertThat(repeat)
        .isInstanceOfSatisfying(
            Submitted.Ended.class,
            ended -> assertThat(ended.status()).isEqualTo(((Submitted.Ended) first).status()));
    assertThat(words()).containsExactly("create created");
    assertThat(submit(request(create("a/2", "m/2"), false, key("other")), LIMIT))
        .isEqualTo(new Submitted.KeyReused(((Submitted.Ended) first).status().id()));
  }

  @Test
  void keepsOneCallerFromFillingTheQueue() {
    ocm.add(cluster("installing", true));
    for (var i = 0; i <= QueueLimits.DEFERRED_PER_CALLER; i++) {
      deferred(create("a/" + i, "m/" + i));
    }
    var more = request(create("a/more", "m/more"), true, key("same"));
    var other =
        request(create("a/other", "m/other"), true, null)
            .by(new Actor(Actor.Via.API, "arn:aws:iam::1:user/b", "1", "request"));

    assertThat(submit(more, LIMIT))
        .isEqualTo(
            new Submitted.NotAccepted(
                new Refusal.ClusterBusy(
                    "its queue has the maximum of 50 writes of one caller with defer_until_ready")));
    assertThat(submit(other, LIMIT)).isInstanceOf(Submitted.Accepted.class);

    ocm.add(cluster("ready", true));
    settle();
    assertThat(((Submitted.Ended) submit(more, LIMIT)).outcome())
        .isInstanceOf(Outcome.Created.class);
  }

  @Test
  void freesTheKeyOfACancelledOperation() {
    ocm.add(cluster("installing", true));
    var first = accepted(request(create("a/1", "m/1"), true, key("same")));
    assertThat(cancel(first)).isNotNull();
    ocm.add(cluster("ready", true));

    var later = new Actor(Actor.Via.API, "somebody", null, "a later request");
    var again = submit(request(create("a/2", "m/2"), false, key("other")).by(later), LIMIT);

    assertThat(((Submitted.Ended) again).outcome()).isInstanceOf(Outcome.Created.class);
    assertThat(status(first.id()).state()).isEqualTo(State.CANCELLED);
    assertThat(submit(request(create("a/1", "m/1"), false, key("same")).by(later), LIMIT))
        .isEqualTo(new Submitted.KeyReused(((Submitted.Ended) again).status().id()));
    assertThat(words()).containsExactly("create cancelled", "create created");
  }

  @Test
  void doesNotRunACancelledEventThatIsDeliveredAgain() {
    ocm.add(cluster("installing", true));
    var event = new Actor(Actor.Via.BUS, "pipeline", "1", "event");
    var request = request(create("a/1", "m/1"), true, key("event")).by(event);
    var first = accepted(request);
    assertThat(cancel(first)).isNotNull();
    ocm.add(cluster("ready", true));

    assertThat(submit(request, LIMIT)).isInstanceOf(Submitted.Ended.class);

    assertThat(status(first.id()).state()).isEqualTo(State.CANCELLED);
    assertThat(words()).containsExactly("create cancelled");
  }

  @Test
  void costsOneMoreCallWithAKey() {
    var _ = submit(request(create("a/1", "m/1"), false, key("same")), LIMIT);

    assertThat(store.calls).containsExactly("claim", "take", "close");
  }

  @Test
  void releasesAKeyWhenNothingWasStored() {
    ocm.answers("findCluster", new Answer.Done<>(new Clusters.Matches(0, List.of()), null));
    var request = request(create("a/1", "m/1"), false, key("same"));
    assertThat(submit(request, LIMIT)).isEqualTo(new Submitted.NoSingleCluster(0));
    ocm.add(cluster("installing", true));
    assertThat(submit(request, LIMIT)).isInstanceOf(Submitted.Ended.class);

    ocm.add(cluster("ready", true));
    assertThat(((Submitted.Ended) submit(request, LIMIT)).outcome())
        .isInstanceOf(Outcome.Created.class);
  }

  @Test
  void keepsAnEventFromTheBusUntilItsClusterCanBeFound() {
    for (var i = 0; i < 6; i++) {
      ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    }
    var api = request(create("a/1", "m/1"), false, key("same"));
    var bus =
        new Request(
            api.cluster(),
            api.write(),
            new Actor(Actor.Via.BUS, "pipeline", "1", "event"),
            null,
            "us-east-1",
            null,
            false,
            api.key());

    var status = accepted(bus);
    assertThat(status.state()).isEqualTo(State.WAITING_FOR_OCM);
    var asked = ocm.count("findCluster");
    time.sleep(Duration.ofSeconds(10));
    recover();
    assertThat(ocm.count("findCluster")).isEqualTo(asked + 1);
    settle();

    assertThat(status(status.id()).state()).isEqualTo(State.SUCCEEDED);
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void endsAnEventFromTheBusWhoseClusterDoesNotExist() {
    for (var i = 0; i < 6; i++) {
      ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    }
    var status = accepted(fromTheBus("nobody"));
    var lost = 0;
    for (var minutes = 0; minutes < 60; minutes++) {
      time.sleep(Duration.ofMinutes(1));
      lost += recover().withoutCluster().size();
    }

    assertThat(lost).isEqualTo(1);
    assertThat(requireNonNull(status(status.id()).outcome()))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterGone()));
  }

  private static Request fromTheBus(String cluster) {
    return fromTheBus(cluster, false);
  }

  private static Request fromTheBus(String cluster, boolean deferred) {
    return new Request(
        new ClusterKey(cluster),
        create("a/1", "m/1"),
        new Actor(Actor.Via.BUS, "pipeline", "1", "event"),
        null,
        "us-east-1",
        null,
        deferred,
        key("same"));
  }

  /// No history has it, so the announcement must not be lost.
  @Test
  void announcesAnOperationWithoutAClusterBeforeItEnds() {
    var id = pace(LIMIT).ids().next();
    var lost =
        Status.running(
            new Operation(
                id,
                Operation.NO_CLUSTER,
                fromTheBus("nobody"),
                time.now(),
                time.now().plus(LIFETIME)));
    assertThat(store.claim(key("same"), lost, time.now()))
        .isEqualTo(new Operations.Claiming.Claimed());

    assertThatThrownBy(() ->
            new Recovery(ports(), pace(LIMIT))
                .recover(
                    Recovery.Part.ALL,
                    _ -> {
                      throw new IllegalStateException("the bus is down");
                    }))
        .hasMessage("the bus is down");
    assertThat(status(id).state()).isEqualTo(State.RUNNING);
    time.sleep(Duration.ofMinutes(10));
    recover();

    assertThat(announced).extracting(Status::state).containsExactly(State.FAILED);
    assertThat(status(id)).isEqualTo(announced.getFirst());
  }

  @Test
  void isCheckedAgainWhenOcmCannotFindItsCluster() {
    var id = pace(LIMIT).ids().next();
    var lost =
        Status.running(
            new Operation(id, "", fromTheBus("mycluster"), time.now(), time.now().plus(LIFETIME)));
    assertThat(store.claim(key("same"), lost, time.now()))
        .isEqualTo(new Operations.Claiming.Claimed());
    ocm.answers("findCluster", new Answer.TryLater<>("down", null));

    recover();
    assertThat(ocm.count("findCluster")).isEqualTo(1);
    recover();
    assertThat(ocm.count("findCluster")).isEqualTo(1);
    assertThat(queue.sent).isEmpty();
    time.sleep(Duration.ofMinutes(6));
    recover();

    assertThat(ocm.count("findCluster")).isEqualTo(2);
    assertThat(queue.sent).extracting(Status::id).containsExactly(id);
    settle();
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void isGivenUpWhenSeveralClustersMatch() {
    ocm.add(new Cluster("c2", "mycluster", null, "ready", true, "us-east-1"));
    var lost =
        Status.running(
            new Operation(
                LOST, "", fromTheBus("mycluster"), time.now(), time.now().plus(LIFETIME)));
    assertThat(store.claim(key("same"), lost, time.now()))
        .isEqualTo(new Operations.Claiming.Claimed());

    assertThat(recover().withoutCluster()).extracting(Status::id).containsExactly(LOST);

    assertThat(status(LOST).outcome())
        .isEqualTo(new Outcome.Refused(new Refusal.GivenUp("2 clusters match")));
  }

  @Test
  void isNotGivenUpByALateDeadLetter() {
    var ended = submit(create("a/1", "m/1"));
    assertThat(ended).isInstanceOf(Submitted.Ended.class);
    queue.dead.add(new Queue.DeadLetter(((Submitted.Ended) ended).status().id(), "receipt"));

    assertThat(recover()).isEqualTo(new Recovery.Recovered(0, 0, List.of()));

    assertThat(queue.dead).isEmpty();
    assertThat(words()).containsExactly("create created");
  }

  /// Its request crashed after storing it and before it joined the queue. Its cluster is known, so
  /// its end is in the history.
  @Test
  void recordsTheEndOfAnOperationThatWasNeverQueued() {
    var lost = Status.running(operation(LOST));
    assertThat(store.claim(key("same"), lost, time.now()))
        .isEqualTo(new Operations.Claiming.Claimed());
    ocm.forgets(CLUSTER);

    assertThat(recover()).isEqualTo(new Recovery.Recovered(0, 1, List.of()));

    assertThat(status(LOST).outcome()).isEqualTo(new Outcome.Refused(new Refusal.ClusterGone()));
    assertThat(words()).containsExactly("create refused");
    assertThat(store.unfinished()).isEmpty();
  }

  /// A call that its caller has repeated can take effect late, after the operation has ended.
  @Test
  void freesALaneThatWasTakenAgainForAnEndedOperation() {
    down(1);
    var ended = accepted(create("a/1", "m/1")).operation();
    settle();
    store.take(cluster("ready", true), ended, "late", time.now());
    time.sleep(Duration.ofSeconds(1));

    assertThat(outcome(create("a/2", "m/2"))).isInstanceOf(Outcome.Created.class);

    assertThat(store.state(CLUSTER).inFlight()).isNull();
    assertThat(words()).containsExactly("create created", "create created");
    assertThat(ocm.mirrors(CLUSTER)).hasSize(2);
  }

  /// While it waits behind others, its message is received too seldom to become a dead letter.
  @Test
  void doesNotCheckAHeldLaneTooOften() {
    var held =
        store.take(cluster("ready", true), operation("held"), "run", time.now().plus(LIFETIME));
    assertThat(held).isInstanceOf(Lanes.Taking.Taken.class);
    var waiting = accepted(create("a/2", "m/2"));
    var received = 0;
    var waited = Duration.ZERO;
    while (waited.compareTo(Duration.ofHours(20)) < 0
        && backlog().run(waiting.id(), CLUSTER) instanceof Backlog.Remaining.Waiting(_, var pause)
        && pause.compareTo(Queue.MAX_PAUSE) < 0) {
      received++;
      waited = waited.plus(pause);
      time.sleep(pause);
    }

    assertThat(received).isBetween(10, 90);
  }

  /// An operation in the queue keeps waiting while the holder of the lane may finish soon.
  @Test
  void waitsForAHeldLaneWhileThereIsTime() {
    var end = time.now().plus(LIFETIME);
    assertThat(store.take(cluster("ready", true), operation("held"), "run", end))
        .isInstanceOf(Lanes.Taking.Taken.class);
    var start = time.nanos();
    between =
        call -> {
          if (Duration.ofNanos(time.nanos() - start).toSeconds() >= 10) {
            between = Between.NOTHING;
            store.end(
                store.state(CLUSTER),
                null,
                status("held").endedBy(CANCELLED),
                HistoryEntry.after(
                    Head.START,
                    HistoryContent.content(
                        operation("held"), create("a/1", "m/1"), CANCELLED, time.now(), null)));
          }
          return call.make();
        };

    assertThat(outcome(create("a/2", "m/2"))).isInstanceOf(Outcome.Created.class);

    assertThat(Duration.ofNanos(time.nanos() - start))
        .isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_800));
  }

  @Test
  void doesNotWaitForAnOperationThatWaitsLongerThanTheRequest() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofHours(1)));
    accepted(create("a/1", "m/1"));
    var start = time.nanos();

    assertThat(accepted(create("a/2", "m/2")).state()).isEqualTo(State.WAITING_FOR_LANE);
    assertThat(time.nanos()).isEqualTo(start);
  }

  @Test
  void waitsForAnAttemptThatIsDueSoon() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/1", "m/1"));
    time.sleep(Duration.ofSeconds(20));
    var start = time.nanos();

    assertThat(accepted(create("a/2", "m/2")).state()).isEqualTo(State.WAITING_FOR_LANE);

    assertThat(time.nanos()).as("ten seconds are too long to wait for").isEqualTo(start);
    time.sleep(Duration.ofSeconds(8));
    assertThat(outcome(create("a/3", "m/3"))).isInstanceOf(Outcome.Created.class);
  }

  @Test
  void doesNotWaitFarBackInAQueue() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/0", "m/0"));
    for (var i = 1; i <= 60; i++) {
      accepted(create("a/" + i, "m/" + i));
    }
    time.sleep(Duration.ofSeconds(29));
    var start = time.nanos();

    assertThat(accepted(create("a/far", "m/far")).state()).isEqualTo(State.WAITING_FOR_LANE);

    assertThat(time.nanos()).isEqualTo(start);
  }

  @Test
  void waitsForOcmOnceItIsItsTurn() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/1", "m/1"));
    time.sleep(Duration.ofSeconds(28));
    ocm.answersFor("a/2", new Answer.TryLater<>("down again", Duration.ofMinutes(1)));

    var second = accepted(create("a/2", "m/2"));

    assertThat(second.state()).isEqualTo(State.WAITING_FOR_OCM);
    assertThat(second.waitReason()).isEqualTo("OCM was unavailable: down again");
    assertThat(words()).containsExactly("create created");
    assertThat(queue.sent).contains(second);
  }

  /// Another invocation takes it first.
  @Test
  void readsTheLaneAgainWhenAnotherInvocationTakesItsTurn() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    accepted(create("a/1", "m/1"));
    time.sleep(Duration.ofSeconds(28));
    between =
        call -> {
          if (call.name().equals("takeTurn")) {
            between = Between.NOTHING;
            var _ = backlog().run(cluster("ready", true));
          }
          return call.make();
        };

    assertThat(outcome(create("a/2", "m/2"))).isInstanceOf(Outcome.Created.class);
    assertThat(words()).containsExactly("create created", "create created");
    assertThat(ocm.count("create")).isEqualTo(3);
  }

  private Operation operation(String id) {
    var now = time.now();
    return new Operation(
        id, CLUSTER, request(create("a/1", "m/1"), false, null), now, now.plus(LIFETIME));
  }

  @Test
  void waitsLongerWithAge() {
    var lifetime = new AttemptBackoff(new Random(1));

    assertThat(lifetime.after(Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    for (var seconds = 1; seconds < 600; seconds++) {
      assertThat(lifetime.after(Duration.ofSeconds(seconds)))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    }
    assertThat(lifetime.after(Duration.ofHours(1)))
        .isBetween(Duration.ofMinutes(7), Duration.ofMinutes(15));
    assertThat(lifetime.after(Duration.ofHours(20)))
        .isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
  }

  private Between refusing(String call, int times) {
    var left = new AtomicInteger(times);
    return each -> {
      if (each.name().equals(call) && left.getAndDecrement() > 0) {
        throw new Unstorable("the item is too large");
      }
      return each.make();
    };
  }

  /// It would be attempted until its deadline, and hold up its cluster.
  @Test
  void endWithTheReasonWhenTheirResultCannotBeStored() {
    between = refusing("close", 1);

    assertThat(outcome(create("a/1", "m/1")))
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp("its result cannot be stored: the item is too large")));
    assertThat(outcome(create("a/2", "m/2"))).isInstanceOf(Outcome.Created.class);

    assertThat(words()).containsExactly("create failed", "create created");
    var entry = store.entries(CLUSTER).getFirst().shown();
    assertThat(entry.at("request").asText()).isNull();
    assertThat(entry.at("refusal").asText())
        .isEqualTo("it was given up: its result cannot be stored: the item is too large");
    assertThat(store.unfinished()).isEmpty();
  }

  @Test
  void endWithTheReasonWhenAChangeOfASetCannotBeStored() {
    between = refusing("advance", 1);

    var set =
        SetAttemptTest.apply(
            false, SetAttemptTest.wanted("a/b", "m/b"), SetAttemptTest.wanted("c/d", "m/d"));

    assertThat(outcome(set)).isInstanceOf(Outcome.Refused.class);
    assertThat(words()).containsExactly("apply failed");
    assertThat(store.state(CLUSTER).inFlight()).isNull();
  }

  @Test
  void areCancelledAlsoWhenTheirRequestCannotBeStoredInTheHistory() {
    down(1);
    var waiting = accepted(create("a/1", "m/1"));
    between = refusing("end", 1);

    var _ =
        new Cancellation(ports(), pace(LIMIT))
            .cancel(waiting.id(), new Actor(Actor.Via.API, "somebody", null, null));

    assertThat(status(waiting.id()).state()).isEqualTo(State.CANCELLED);
    assertThat(words()).hasSize(1);
  }

  @Test
  void areNotAcceptedWhenTheyAreTooLarge() {
    between = refusing("take", 1);

    assertThat(submit(create("a/1", "m/1")))
        .isInstanceOfSatisfying(
            Submitted.NotStorable.class,
            refused ->
                assertThat(refused.fault())
                    .hasMessage("mirrors: is too large to be stored: the item is too large"));
    assertThat(store.unfinished()).isEmpty();
    assertThat(words()).isEmpty();
  }

  /// Others file entries faster than a refusal is filed.
  @Test
  void areRefusedWithinTheTimeOfTheirRequest() {
    ocm.has(CLUSTER, "a/b", "m/b");
    between = call -> call.name().equals("end") ? false : call.make();
    var begun = time.now();

    assertThatThrownBy(() -> submit(new Write.Delete(new MirrorKey("a/b"), false, null)))
        .rootCause()
        .hasMessageContaining("the lane has changed");

    var ends = store.calls.stream().filter("state"::equals).count();
    assertThat(Duration.between(begun, time.now())).isBetween(Duration.ofSeconds(10), LIMIT);
    assertThat(ends).isLessThan(80);
  }

  private Outcome deleted(String source) {
    return outcome(new Write.Delete(new MirrorKey(source), false, null));
  }

  /// A client that repeats a wrong request must not fill the history.
  @Test
  void haveEntriesForTheFirstRefusalsOfACallerOnly() {
    ocm.has(CLUSTER, "a/b", "m/b");
    for (var i = 0; i < 60; i++) {
      assertThat(deleted("a/b")).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(words()).hasSize(Refusals.MOST_ENTRIES);
    assertThat(store.calls).doesNotContain("take");

    assertThat(outcome(create("a/1", "m/1"))).isInstanceOf(Outcome.Created.class);
    time.sleep(Refusals.WINDOW);
    assertThat(deleted("a/b")).isInstanceOf(Outcome.Refused.class);

    assertThat(words()).hasSize(Refusals.MOST_ENTRIES + 2);
    assertThat(store.entries(CLUSTER).getLast().shown().at("refusal").asText())
        .endsWith(" (40 earlier refusals of this caller have no entry)");
  }

  @Test
  void haveEntriesForTheFirstRefusalsInTheLaneOnly() {
    for (var i = 0; i < 60; i++) {
      assertThat(outcome(edit("nobody", "m/1"))).isInstanceOf(Outcome.Refused.class);
    }

    assertThat(words()).hasSize(Refusals.MOST_ENTRIES);
    assertThat(store.state(CLUSTER).inFlight()).isNull();
    assertThat(store.unfinished()).isEmpty();
    assertThat(outcome(create("a/1", "m/1"))).isInstanceOf(Outcome.Created.class);
    assertThat(words()).endsWith("create created");
  }
}
