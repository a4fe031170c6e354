package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Writes that are sent with their caller's token, within the request or not at all.
class CallerBoundTest extends World {
  /// The calls with the caller's token.
  private final List<String> theirs = new ArrayList<>();

  private final Cluster ready = cluster("ready", true);

  /// OCM with the credentials of the stack.
  private FakeOcm ours = ocm;

  @Override
  Ports ports() {
    return ports(ours, new Unwatched());
  }

  private static Request request(Write write) {
    return new Request(
        new ClusterKey(CLUSTER),
        write,
        new Actor(Actor.Via.OCM, "pat", null, "request"),
        null,
        "us-east-1",
        null,
        false,
        null);
  }

  private Submitted submitForCaller(Write write) {
    Between called = this::called;
    return new Writes(ports(), pace(LIMIT))
        .submitForCaller(
            ready,
            request(write),
            called.put(Clusters.class, ocm),
            called.put(ClusterMirrors.class, ocm));
  }

  private @Nullable Object called(Between.Call call) throws Throwable {
    theirs.add(call.name());
    return call.make();
  }

  private static Outcome outcome(Submitted submitted) {
    assertThat(submitted).isInstanceOf(Submitted.Ended.class);
    return ((Submitted.Ended) submitted).outcome();
  }

  private Status inDoubt(Write write) {
    for (var i = 0; i < 40; i++) {
      ocm.answers("find", new Answer.TryLater<>("down", null));
    }
    assertThat(submitForCaller(write)).isInstanceOf(Submitted.Accepted.class);
    return store.of(CLUSTER, OperationSelection.NEWEST_FIRST, null, 1).entries().getFirst();
  }

  private void answered() {
    // The prepared answers that were not used.
    for (var i = 0; i < 40; i++) {
      var _ = ocm.find(CLUSTER, new dev.imagemirrors.mirror.MirrorKey("nobody"));
    }
    theirs.clear();
    ocm.calls.clear();
  }

  @Test
  void isSentOnlyWithTheCallersToken() {
    assertThat(outcome(submitForCaller(create("a/1", "m/1")))).isInstanceOf(Outcome.Created.class);
    assertThat(theirs).containsExactly("create");
    assertThat(ocm.calls).containsExactly("create");
    assertThat(words()).containsExactly("create created");
  }

  /// Only OCM judges the values of its API.
  @Test
  void isSentUnchanged() {
    var source = " https://a/1 ";
    var mirrors = List.of("{region}.m/1 ", "m", "m");
    var odd = new MirrorSet.Wanted(Source.asSent(source), MirrorList.asSent(mirrors));
    ocm.answers("create", new Answer.Doubtful<>("reset"));

    assertThat(outcome(submitForCaller(new Write.Create(odd)))).isInstanceOf(Outcome.Created.class);

    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source, ImageMirror::mirrors)
        .containsExactly(tuple(source, mirrors));
    assertThat(store.of(CLUSTER).sources()).containsExactly(source);
  }

  /// What is recorded is what a whole set deletes. A user whom OCM lets only read must not decide
  /// that.
  @Test
  void recordsNothingThatItDidNotChange() {
    var foreign = ocm.has(CLUSTER, "a/1", "m/1");

    assertThat(outcome(submitForCaller(edit(foreign.id(), "m/1"))))
        .isEqualTo(new Outcome.Unchanged(foreign));
    assertThat(outcome(submitForCaller(create("a/1", "m/1"))))
        .isEqualTo(new Outcome.Unchanged(foreign));

    assertThat(store.of(CLUSTER).sources()).isEmpty();
    assertThat(past()).isEmpty();
    assertThat(outcome(SetAttemptTest.apply(true))).isInstanceOf(Outcome.Applied.class);
    assertThat(ocm.mirrors(CLUSTER)).containsExactly(foreign);
  }

  @Test
  void keepsARecordAsItWasWhereItChangesNothing() {
    assertThat(outcome(create("a/1", "m/1"))).isInstanceOf(Outcome.Created.class);
    var recorded = store.of(CLUSTER).mirrors();
    var id = recorded.getFirst().id();
    var _ = ocm.edit(CLUSTER, id, MirrorList.of("n/1"));

    assertThat(outcome(submitForCaller(edit(id, "n/1")))).isInstanceOf(Outcome.Unchanged.class);

    assertThat(store.of(CLUSTER).mirrors()).isEqualTo(recorded);
    assertThat(past()).isEqualTo(recorded);
  }

  @Test
  void dropsNoRecordWithADeleteOfNothing() {
    assertThat(outcome(create("a/1", "m/1"))).isInstanceOf(Outcome.Created.class);
    var recorded = store.of(CLUSTER).mirrors();
    var id = recorded.getFirst().id();
    ocm.loses(CLUSTER, id);

    assertThat(outcome(submitForCaller(delete(id))))
        .isEqualTo(new Outcome.Refused(new Refusal.MirrorNotFound()));

    assertThat(store.of(CLUSTER).mirrors()).isEqualTo(recorded);
    assertThat(past()).isEqualTo(recorded);
  }

  /// So OCM may answer a user who can read the mirror and not delete it.
  @Test
  void dropsNoRecordWithADeleteThatOcmAnswersAsNotFound() {
    assertThat(outcome(create("a/1", "m/1"))).isInstanceOf(Outcome.Created.class);
    var recorded = store.of(CLUSTER).mirrors();
    ocm.answers("delete", new Answer.Absent<>("no such mirror"));

    assertThat(outcome(submitForCaller(delete(recorded.getFirst().id()))))
        .isEqualTo(new Outcome.Refused(new Refusal.MirrorNotFound()));

    assertThat(store.of(CLUSTER).mirrors()).isEqualTo(recorded);
  }

  @Test
  void takesNoOlderMirrorForItsOwnWhenInDoubt() {
    var foreign = ocm.has(CLUSTER, "a/1", "m/1");
    ocm.answers("create", new Answer.Doubtful<>("reset"));

    assertThat(outcome(submitForCaller(create("a/1", "m/1"))))
        .isEqualTo(new Outcome.Unchanged(foreign));

    assertThat(store.of(CLUSTER).sources()).isEmpty();
  }

  private List<ImageMirror> past() {
    var past = new PastMirrors(new Moment.AtEntry(store.entries(CLUSTER).size()));
    store.entries(CLUSTER).forEach(past::add);
    return past.mirrors();
  }

  @Test
  void failsWhenOcmNeverAcceptsIt() {
    for (var i = 0; i < 100; i++) {
      ocm.answers("create", new Answer.Conflict<>("modified"));
    }

    assertThat(outcome(submitForCaller(create("a/1", "m/1"))))
        .isEqualTo(new Outcome.Refused(new Refusal.ClusterBusy("modified")));

    assertThat(words()).containsExactly("create failed");
    assertThat(store.unfinished()).isEmpty();
    assertThat(queue.sent).isEmpty();
  }

  @Test
  void waitsForItsTurnAndRunsEarlierOperationsWithTheStacksCredentials() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));

    assertThat(outcome(submitForCaller(create("a/2", "m/2")))).isInstanceOf(Outcome.Created.class);

    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).containsExactly("a/1", "a/2");
    assertThat(theirs).containsExactly("create");
  }

  @Test
  void leavesTheQueueWhenItsTurnDoesNotComeInTime() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofHours(1)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);

    assertThat(outcome(submitForCaller(create("a/2", "m/2"))))
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.ClusterBusy("other writes of the cluster were not finished in time")));

    assertThat(store.state(CLUSTER).queue()).isEmpty();
    settle();
    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).containsExactly("a/1");
    assertThat(words()).containsExactly("create failed", "create created");
    assertThat(theirs).isEmpty();
  }

  @Test
  void leavesTheQueueWhenItsRequestFails() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));
    between = breaking("state", 2, 2);

    assertThatThrownBy(() -> submitForCaller(create("a/2", "m/2")))
        .isInstanceOf(PossiblyAccepted.class)
        .hasCauseInstanceOf(StoreUnavailable.class);

    assertThat(store.state(CLUSTER).queue()).isEmpty();
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void reportsThatItCouldNotLeaveTheQueue() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));
    between = breaking("state", 2, Integer.MAX_VALUE);

    assertThatThrownBy(() -> submitForCaller(create("a/2", "m/2")))
        .isInstanceOf(PossiblyAccepted.class)
        .cause()
        .isInstanceOf(StoreUnavailable.class)
        .satisfies(broken -> assertThat(broken.getSuppressed()).hasSize(1));
    between = Between.NOTHING;
    settle();
    assertThat(words()).containsExactly("create created", "create failed");
  }

  @Test
  void spendsAtMostOneReadUnitASecondWhileItWaits() {
    assertThat(
            store.take(
                ready,
                new Operation(
                    "held",
                    CLUSTER,
                    World.request(create("a/1", "m/1"), false, null),
                    time.now(),
                    time.now().plus(LIFETIME)),
                "run",
                time.now().plus(LIFETIME)))
        .isInstanceOf(Lanes.Taking.Taken.class);

    var next = unitsASecond(() -> submitForCaller(create("a/2", "m/2")));
    var other = unitsASecond(() -> submit(create("a/3", "m/3")));
    var behind = unitsASecond(() -> submitForCaller(create("a/4", "m/4")));

    assertThat(List.of(next, other, behind))
        .allSatisfy(units -> assertThat(units).isBetween(0.1, 1.0));
  }

  /// The read units of a request's looks at the lane, for each second in which it waits.
  private double unitsASecond(Runnable request) {
    store.calls.clear();
    var begun = time.now();
    request.run();
    var waited = Duration.between(begun, time.now()).toMillis() / 1_000.0;
    assertThat(waited).isGreaterThan(10);
    var reads = store.calls.stream().filter("state"::equals).count();
    var glances = store.calls.stream().filter("glance"::equals).count();
    return (reads + glances / 2.0) / waited;
  }

  /// Its request sees the cancellation in the lane.
  @Test
  void stopsWaitingWhenItIsCancelledInTheQueue() {
    var orphan =
        Status.queued(
            new Operation(
                "orphan", CLUSTER, request(create("a/1", "m/1")), time.now(), time.now()));
    assertThat(store.join(ready, orphan, time.now().plus(LIFETIME)))
        .isEqualTo(new Lanes.Joining.Joined());
    var looks = new AtomicInteger();
    between =
        call -> {
          if (call.name().equals("glance") && looks.incrementAndGet() == 3) {
            between = Between.NOTHING;
            var behind = store.state(CLUSTER).queue().getLast();
            new Cancellation(ports(), pace(LIMIT))
                .cancel(behind, new Actor(Actor.Via.API, "somebody", null, null));
          }
          return call.make();
        };
    var start = time.nanos();

    assertThat(outcome(submit(create("a/2", "m/2"))))
        .isEqualTo(new Outcome.Refused(new Refusal.Cancelled("somebody")));
    assertThat(Duration.ofNanos(time.nanos() - start)).isLessThan(Duration.ofSeconds(1));
  }

  /// The store, with calls that fail.
  private static Between breaking(String name, int from, int to) {
    var calls = new AtomicInteger();
    return call -> {
      var place = call.name().equals(name) ? calls.incrementAndGet() : 0;
      if (place >= from && place <= to) {
        throw new StoreUnavailable(new IllegalStateException("down"));
      }
      return call.make();
    };
  }

  @Test
  void isSettledOnlyByReading() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(create("a/1", "m/1"));
    answered();

    settle();

    assertThat(status(doubtful.id()).outcome()).isInstanceOf(Outcome.Created.class);
    assertThat(theirs).isEmpty();
    assertThat(ocm.count("create")).isZero();
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void isNotSentAgainByOthersWhenItHadNoEffect() {
    ocm.answers("create", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(create("a/1", "m/1"));
    answered();

    settle();

    assertThat(status(doubtful.id()).outcome())
        .isEqualTo(
            new Outcome.Refused(
                new Refusal.GivenUp(
                    "it did not reach the cluster; only its own request could send it, and that request has ended")));
    assertThat(ocm.count("create", "edit", "delete")).isZero();
    assertThat(ocm.mirrors(CLUSTER)).isEmpty();
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void isSettledBeforeItsRepeatIsSent() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    inDoubt(create("a/1", "m/1"));
    answered();

    var repeat = outcome(submitForCaller(create("a/1", "m/1")));

    assertThat(repeat).isInstanceOf(Outcome.Unchanged.class);
    assertThat(words()).containsExactly("create created", "create unchanged");
  }

  /// OCM answers 404 for a cluster that a caller may not see.
  @Test
  void staysUnknownWhenTheStackCannotReadTheCluster() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(create("a/1", "m/1"));
    answered();
    ours = new FakeOcm();

    settle();

    assertThat(status(doubtful.id()).outcome()).isEqualTo(unknown("no such cluster"));
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void isNotReportedAsDeletedWhenTheStackCannotReadTheCluster() {
    ocm.has(CLUSTER, "a/1", "m/1");
    ocm.answers("delete", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(delete("a/1"));
    answered();
    ours = new FakeOcm();

    settle();

    assertThat(status(doubtful.id()).outcome()).isEqualTo(unknown("no such cluster"));
    assertThat(words()).containsExactly("delete failed");
  }

  static List<Answer<ImageMirror>> refusals() {
    return List.of(new Answer.Denied<>("no"), new Answer.CredentialsRejected<>("no"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void endsWhenTheStacksCredentialsAreRejected(Answer<ImageMirror> no) {
    ocm.has(CLUSTER, "a/1", "m/1");
    ocm.doesAndAnswers("edit", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(edit("a/1", "m/2"));
    answered();
    ocm.answers("find", no);

    settle();

    assertThat(status(doubtful.id()).outcome()).isEqualTo(unknown("no"));
    assertThat(words()).containsExactly("edit failed");
  }

  private static Outcome unknown(String why) {
    return new Outcome.Refused(
        new Refusal.GivenUp(
            "it is not known whether it reached the cluster; the credentials of the stack cannot read it: "
                + why));
  }

  @Test
  void isSettledByTheStackWhenTheTokenExpires() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    ocm.answers("find", new Answer.CredentialsRejected<>("expired"));

    assertThat(submitForCaller(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);

    settle();
    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  /// Its request crashed while it waited in the queue.
  @Test
  void isRemovedFromTheQueueWhenItsRequestHasEnded() {
    var orphan =
        Status.queued(
            new Operation(
                pace(LIMIT).ids().next(),
                CLUSTER,
                request(create("a/1", "m/1")),
                time.now(),
                time.now().plus(LIFETIME)));
    assertThat(store.join(ready, orphan, pace(LIMIT).leaseEnd()))
        .isEqualTo(new Lanes.Joining.Joined());
    var behind = submit(create("a/2", "m/2"));
    assertThat(behind).isInstanceOf(Submitted.Accepted.class);
    assertThat(ocm.mirrors(CLUSTER)).isEmpty();

    settle();

    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).containsExactly("a/2");
    assertThat(words()).containsExactly("create failed", "create created");
  }

  /// A call that appends it to the queue may arrive again, late, when it is in the lane.
  @Test
  void isNotGivenUpInTheQueueWhileItIsInTheLane() {
    var sent =
        new Operation(
            pace(LIMIT).ids().next(),
            CLUSTER,
            request(create("a/1", "m/1")),
            time.now(),
            time.now().plus(LIFETIME));
    var end = pace(LIMIT).leaseEnd();
    assertThat(store.take(cluster("ready", true), sent, "its own", end))
        .isInstanceOf(Lanes.Taking.Taken.class);
    assertThat(store.join(cluster("ready", true), Status.queued(sent), end))
        .isEqualTo(new Lanes.Joining.Joined());
    var _ = ocm.create(CLUSTER, MirrorSet.Wanted.of("a/1", "m/1"));
    time.sleep(Duration.ofMinutes(6));

    recover();
    run();

    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  /// Its request crashed before it was in the queue.
  @Test
  void isNotQueuedByAnotherInvocation() {
    var orphan =
        Status.running(
            new Operation(
                pace(LIMIT).ids().next(),
                CLUSTER,
                request(create("a/1", "m/1")),
                time.now(),
                time.now().plus(LIFETIME)));
    var key = key("the key", "the fields");
    assertThat(store.claim(key, orphan, pace(LIMIT).leaseEnd()))
        .isInstanceOf(Operations.Claiming.Claimed.class);
    time.sleep(Duration.ofMinutes(6));

    recover();

    assertThat(store.state(CLUSTER).queue()).isEmpty();
    assertThat(status(orphan.id()).state()).isEqualTo(State.FAILED);
    assertThat(queue.sent).isEmpty();
  }

  @Test
  void rejectsARequestThatIsNotCallerBound() {
    var ours = World.request(create("a/1", "m/1"), false, null);
    var theirs = request(create("a/1", "m/1"));
    var waiting = World.request(create("a/1", "m/1"), true, null).by(theirs.actor());

    for (var other : List.of(ours, waiting)) {
      assertThatThrownBy(
              () -> new Writes(ports(), pace(LIMIT)).submitForCaller(ready, other, ocm, ocm))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.unfinished()).isEmpty();
  }
}
