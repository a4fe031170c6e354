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
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
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

/// Writes that are sent with their caller's own rights, within his request or not at all.
class CallerBoundTest extends World {
  /// What was called with the caller's rights.
  private final List<String> theirs = new ArrayList<>();

  private final Cluster ready = cluster("ready", true);

  /// OCM as our own credentials show it.
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
    return store.of(CLUSTER, null, 1).getFirst();
  }

  private void answered() {
    // What was put in the way and not met.
    for (var i = 0; i < 40; i++) {
      var _ = ocm.find(CLUSTER, new dev.imagemirrors.mirror.MirrorKey("nobody"));
    }
    theirs.clear();
    ocm.calls.clear();
  }

  @Test
  void isSentWithTheCallersRightsAlone() {
    assertThat(outcome(submitForCaller(create("a/1", "m/1")))).isInstanceOf(Outcome.Created.class);
    assertThat(theirs).containsExactly("create");
    assertThat(ocm.calls).containsExactly("create");
    assertThat(words()).containsExactly("create created");
  }

  /// Only OCM judges the values of its API.
  @Test
  void isSentAsItCame() {
    var source = " https://a/1 ";
    var mirrors = List.of("{region}.m/1 ", "m", "m");
    var odd = new MirrorSet.Wanted(Source.asSent(source), MirrorList.asSent(mirrors));
    ocm.answers("create", new Answer.Doubtful<>("reset"));

    assertThat(outcome(submitForCaller(new Write.Create(odd)))).isInstanceOf(Outcome.Created.class);

    assertThat(ocm.mirrors(CLUSTER))
        .extracting(ImageMirror::source, ImageMirror::mirrors)
        .containsExactly(tuple(source, mirrors));
    assertThat(store.state(CLUSTER).sources()).containsExactly(source);
  }

  @Test
  void fallsAsFailedWhereOcmRefusesToTheEnd() {
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
  void waitsItsTurnBehindWhatWasAcceptedAndHelpsThatWithOurRights() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));

    assertThat(outcome(submitForCaller(create("a/2", "m/2")))).isInstanceOf(Outcome.Created.class);

    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).containsExactly("a/1", "a/2");
    assertThat(theirs).containsExactly("create");
  }

  @Test
  void leavesTheLineWhenItsTurnDoesNotComeInTime() {
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
  void leavesTheLineWhenItsRequestBreaksDown() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));
    between = breaking("state", 2, 2);

    assertThatThrownBy(() -> submitForCaller(create("a/2", "m/2")))
        .isInstanceOf(StoreUnavailable.class);

    assertThat(store.state(CLUSTER).queue()).isEmpty();
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void saysThatItCouldNotEvenLeaveTheLine() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(30)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    time.sleep(Duration.ofSeconds(20));
    between = breaking("state", 2, Integer.MAX_VALUE);

    assertThatThrownBy(() -> submitForCaller(create("a/2", "m/2")))
        .isInstanceOf(StoreUnavailable.class)
        .satisfies(broken -> assertThat(broken.getSuppressed()).hasSize(1));
    between = Between.NOTHING;
    settle();
    assertThat(words()).containsExactly("create created", "create failed");
  }

  /// Nobody else takes it on when its turn comes; one that others can take on looks less often.
  @Test
  void looksOftenOnceItIsNext() {
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

    assertThat(outcome(submitForCaller(create("a/2", "m/2")))).isInstanceOf(Outcome.Refused.class);
    var next = looks();
    assertThat(submit(create("a/3", "m/3"))).isInstanceOf(Submitted.Accepted.class);
    var others = looks();
    assertThat(outcome(submitForCaller(create("a/4", "m/4")))).isInstanceOf(Outcome.Refused.class);
    var behind = looks();

    assertThat(next).isGreaterThan(300);
    assertThat(List.of(others, behind)).allSatisfy(looks -> assertThat(looks).isLessThan(120));
  }

  private int looks() {
    var looks = (int) store.calls.stream().filter("state"::equals).count();
    store.calls.clear();
    return looks;
  }

  /// Whoever calls it off, or takes it on, need not tell its request.
  @Test
  void leavesBehindItWhoIsNoLongerInTheLine() {
    var orphan =
        Status.queued(
            new Operation(
                "orphan", CLUSTER, request(create("a/1", "m/1")), time.now(), time.now()));
    assertThat(store.join(ready, orphan, time.now().plus(LIFETIME))).isTrue();
    var looks = new AtomicInteger();
    between =
        call -> {
          if (call.name().equals("state") && looks.incrementAndGet() == 3) {
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

  /// The store, but for calls that fail.
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
  void isSettledByReadingAlone() {
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
  void isNotSentAgainByOthersWhereItDidNotLand() {
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
  void isSettledByItsRepeatBeforeThatIsSent() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    inDoubt(create("a/1", "m/1"));
    answered();

    var repeat = outcome(submitForCaller(create("a/1", "m/1")));

    assertThat(repeat).isInstanceOf(Outcome.Unchanged.class);
    assertThat(words()).containsExactly("create created", "create unchanged");
  }

  /// OCM says of what somebody may not see that it is not there.
  @Test
  void isNotKnownToHaveFailedWhereOurOwnCredentialsShowNoCluster() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    var doubtful = inDoubt(create("a/1", "m/1"));
    answered();
    ours = new FakeOcm();

    settle();

    assertThat(status(doubtful.id()).outcome()).isEqualTo(unknown("no such cluster"));
    assertThat(words()).containsExactly("create failed");
  }

  @Test
  void isNotTakenForDeletedWhereOurOwnCredentialsShowNoCluster() {
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
  void endsWhereOurOwnCredentialsAreNoGood(Answer<ImageMirror> no) {
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
  void isSettledByUsWhereItsTokenIsOverBeforeItsAnswerIsFound() {
    ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    ocm.answers("find", new Answer.CredentialsRejected<>("expired"));

    assertThat(submitForCaller(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);

    settle();
    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isEqualTo(1);
  }

  /// Its request has crashed while it waited in the line.
  @Test
  void isDroppedFromTheLineWhenItsRequestIsOver() {
    var orphan =
        Status.queued(
            new Operation(
                pace(LIMIT).ids().next(),
                CLUSTER,
                request(create("a/1", "m/1")),
                time.now(),
                time.now().plus(LIFETIME)));
    assertThat(store.join(ready, orphan, pace(LIMIT).leaseEnd())).isTrue();
    var behind = submit(create("a/2", "m/2"));
    assertThat(behind).isInstanceOf(Submitted.Accepted.class);
    assertThat(ocm.mirrors(CLUSTER)).isEmpty();

    settle();

    assertThat(ocm.mirrors(CLUSTER)).extracting(ImageMirror::source).containsExactly("a/2");
    assertThat(words()).containsExactly("create failed", "create created");
  }

  /// A call that puts it into the line may arrive once more, late, when it is in the lane.
  @Test
  void isNotGivenUpForTheLineWhileItIsInTheLane() {
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
    assertThat(store.join(cluster("ready", true), Status.queued(sent), end)).isTrue();
    ocm.has(CLUSTER, "a/1", "m/1");
    time.sleep(Duration.ofMinutes(6));

    recover();
    run();

    assertThat(words()).containsExactly("create created");
    assertThat(ocm.count("create")).isZero();
  }

  /// Its request has crashed before it was in the line.
  @Test
  void isNotPutIntoTheLineByAnybodyElse() {
    var orphan =
        Status.running(
            new Operation(
                pace(LIMIT).ids().next(),
                CLUSTER,
                request(create("a/1", "m/1")),
                time.now(),
                time.now().plus(LIFETIME)));
    var key = IdempotencyKey.of("create", "1", "the key", "the fields");
    assertThat(store.claim(key, orphan, pace(LIMIT).leaseEnd()))
        .isInstanceOf(Operations.Claiming.Claimed.class);
    time.sleep(Duration.ofMinutes(6));

    recover();

    assertThat(store.state(CLUSTER).queue()).isEmpty();
    assertThat(status(orphan.id()).state()).isEqualTo(State.FAILED);
    assertThat(queue.sent).isEmpty();
  }

  @Test
  void isNotTakenForOneThatAnybodyMaySend() {
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
