package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.lane.Backlog;
import dev.imagemirrors.lane.Pace;
import dev.imagemirrors.lane.Writes;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeQueue;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Creates that find their mirror on the cluster, and whether they repeat the create that made it.
class RepeatsTest {
  private static final Cluster CLUSTER =
      new Cluster("c1", "mycluster", "ext", "ready", true, "us-east-1");

  private final VirtualTime time = new VirtualTime();
  private final FakeOcm ocm = new FakeOcm();
  private final FakeStore store = new FakeStore();
  private final FakeQueue queue = new FakeQueue();
  private final Random random = new Random(7);

  RepeatsTest() {
    ocm.add(CLUSTER);
  }

  private Ports ports(FakeOcm ours) {
    return new Ports(ours, ours, store, store, store, queue, new Unwatched());
  }

  private Pace pace() {
    return new Pace(Deadline.in(time, Duration.ofSeconds(24)), random, Duration.ofHours(24));
  }

  private Submitted create(String user) {
    // OCM's clients wait before a retry.
    time.sleep(Duration.ofSeconds(1));
    var write = new Write.Create(MirrorSet.Wanted.of("a/1", "m/1"));
    var actor = new Actor(Actor.Via.OCM, user, null, "request");
    var request =
        new Request(new ClusterKey("c1"), write, actor, null, "us-east-1", null, false, null);
    return new Writes(ports(ocm), pace()).submitForCaller(CLUSTER, request, ocm, ocm);
  }

  private void doubt(boolean landed) {
    if (landed) {
      ocm.doesAndAnswers("create", new Answer.Doubtful<>("reset"));
    } else {
      ocm.answers("create", new Answer.Doubtful<>("reset"));
    }
    ocm.answers("find", new Answer.CredentialsRejected<>("expired"));
    assertThat(create("pat")).isInstanceOf(Submitted.Accepted.class);
  }

  /// Recovery reads the cluster with our own credentials.
  private void settle(FakeOcm ours) {
    var id = store.of("c1", OperationSelection.NEWEST_FIRST, null, 1).entries().getFirst().id();
    for (var attempts = 0; !store.find(id).orElseThrow().state().ended(); attempts++) {
      assertThat(attempts).isLessThan(100);
      time.sleep(Duration.ofSeconds(10));
      var _ = new Backlog(ports(ours), pace()).run(id, "c1");
    }
  }

  private boolean isRepeatOfACreate(Submitted submitted) {
    return isRepeatOfACreate(submitted, null);
  }

  /// @param created the creation time in OCM
  private boolean isRepeatOfACreate(Submitted submitted, @Nullable Instant created) {
    assertThat(submitted).isInstanceOf(Submitted.Ended.class);
    var ended = (Submitted.Ended) submitted;
    assertThat(ended.outcome()).isInstanceOf(Outcome.Unchanged.class);
    var there = ((Outcome.Unchanged) ended.outcome()).mirror();
    var shown =
        new ImageMirror(
            there.id(),
            there.source(),
            there.mirrors(),
            created == null ? there.created() : created,
            there.updated());
    return new Repeats(store).isRepeatOfACreate(ended.status(), shown);
  }

  @Test
  void areNoneWhenTheFirstGotItsReply() {
    create("pat");

    assertThat(isRepeatOfACreate(create("pat"))).isFalse();
  }

  @Test
  void areAnsweredOnceWhenTheFirstGotNoReply() {
    doubt(true);

    assertThat(isRepeatOfACreate(create("pat"))).isTrue();
    assertThat(isRepeatOfACreate(create("pat"))).isFalse();
  }

  @Test
  void doNotDependOnClocks() {
    doubt(true);
    settle(ocm);
    time.set(time.now().minusSeconds(120));

    assertThat(isRepeatOfACreate(create("pat"))).isTrue();
  }

  @Test
  void areAnsweredWhenAnEarlierRepeatGotNoReply() {
    doubt(true);
    settle(ocm);
    doubt(false);
    settle(ocm);

    assertThat(isRepeatOfACreate(create("pat"))).isTrue();
    assertThat(isRepeatOfACreate(create("pat"))).isFalse();
  }

  @Test
  void areOfTheSameCaller() {
    doubt(true);
    settle(ocm);

    assertThat(isRepeatOfACreate(create("sam"))).isFalse();
    assertThat(isRepeatOfACreate(create("pat"))).isTrue();
  }

  @Test
  void areOfACreateThatLandedAfterItWasGivenUp() {
    doubt(false);
    var begun = time.now();
    settle(ocm);
    ocm.has("c1", "a/1", "m/1");

    assertThat(isRepeatOfACreate(create("pat"), begun.plusSeconds(1))).isTrue();
  }

  @Test
  void areOfACreateThatOurCredentialsCannotRead() {
    doubt(true);
    var begun = time.now();
    settle(new FakeOcm());

    assertThat(isRepeatOfACreate(create("pat"), begun.plusSeconds(1))).isTrue();
  }

  @Test
  void areNoneForAnExistingMirror() {
    doubt(false);
    var begun = time.now();
    settle(ocm);
    ocm.has("c1", "a/1", "m/1");

    assertThat(isRepeatOfACreate(create("pat"), begun.minusSeconds(60))).isFalse();
  }

  @Test
  void areNoneOfAFailedCreate() {
    for (var i = 0; i < 200; i++) {
      ocm.answers("create", new Answer.Conflict<>("modified"));
    }
    assertThat(create("pat")).isInstanceOf(Submitted.Ended.class);
    while (create("unknown") instanceof Submitted.Ended ended
        && !(ended.outcome() instanceof Outcome.Created)) {
      // The remaining conflicts.
      time.sleep(Duration.ofSeconds(1));
    }

    assertThat(isRepeatOfACreate(create("pat"), time.now())).isFalse();
  }
}
