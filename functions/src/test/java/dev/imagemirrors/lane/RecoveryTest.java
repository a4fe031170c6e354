package dev.imagemirrors.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.QueuePlace;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Submitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Recovery of operations that no invocation is running.
class RecoveryTest extends World {
  private static final String ID = "01kdyx00000000000000000000";
  private static final String OTHER = "01kdyx00000000000000000001";
  private static final Recovery.Recovered NOTHING = new Recovery.Recovered(0, 0, List.of());
  private static final Recovery.Recovered ONE_GIVEN_UP = new Recovery.Recovered(0, 1, List.of());
  private static final Recovery.Recovered ONE_QUEUED = new Recovery.Recovered(1, 0, List.of());

  private Operation operation(String id, String cluster, Actor.Via via) {
    var key = via == Actor.Via.OCM ? null : key(id, "the fields");
    var request =
        new Request(
            new ClusterKey("mycluster"),
            create("a/" + id, "m/" + id),
            new Actor(via, "pat", null, "request"),
            null,
            "us-east-1",
            null,
            false,
            key);
    return new Operation(id, cluster, request, time.now(), time.now().plus(LIFETIME));
  }

  /// Stores an operation that is in neither a lane nor a queue.
  private void writtenDown(String id, String cluster) {
    var operation = operation(id, cluster, Actor.Via.API);
    var key = key(id, "the fields");
    assertThat(store.claim(key, Status.running(operation), time.now()))
        .isEqualTo(new Operations.Claiming.Claimed());
  }

  /// Puts an operation in its cluster's lane, with a lease of that length.
  private void inLane(String id, Duration lease) {
    var operation = operation(id, CLUSTER, Actor.Via.API);
    assertThat(store.take(cluster("ready", true), operation, "run", time.now().plus(lease)))
        .isInstanceOf(Lanes.Taking.Taken.class);
  }

  private void deadLetter(String id) {
    queue.dead.add(new Queue.DeadLetter(id, "receipt"));
  }

  private static Outcome givenUp(String why) {
    return new Outcome.Refused(new Refusal.GivenUp(why));
  }

  @Test
  void givesUpAQueuedOperationWhoseRequestHasEnded() {
    var orphan = Status.queued(operation(ID, CLUSTER, Actor.Via.OCM));
    assertThat(store.join(cluster("ready", true), orphan, time.now().plusSeconds(60)))
        .isEqualTo(new Lanes.Joining.Joined());
    assertThat(recover()).isEqualTo(NOTHING);
    time.sleep(Duration.ofMinutes(2));

    assertThat(recover()).isEqualTo(ONE_GIVEN_UP);

    assertThat(status(ID).outcome())
        .isEqualTo(givenUp("only its own request could send it, and that request has ended"));
    assertThat(store.state(CLUSTER).queue()).isEmpty();
    assertThat(queue.sent).isEmpty();
  }

  @Test
  void queuesTheOperationOfADeadLetterAgain() {
    inLane(ID, Duration.ZERO);
    time.sleep(Duration.ofSeconds(1));
    store.postpone(
        new Operations.Unfinished(ID, CLUSTER, State.RUNNING, 0), time.now().plusSeconds(60));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(ONE_QUEUED);

    assertThat(queue.dead).isEmpty();
    assertThat(queue.sent).extracting(Status::id).containsExactly(ID);
    run();
    assertThat(words()).containsExactly("create created");
  }

  @Test
  void queuesTheOperationOfADeadLetterBehindAnotherAgain() {
    inLane(OTHER, Duration.ofMinutes(1));
    assertThat(
            store.join(
                cluster("ready", true),
                Status.queued(operation(ID, CLUSTER, Actor.Via.API)),
                time.now().plusSeconds(60)))
        .isEqualTo(new Lanes.Joining.Joined());
    deadLetter(ID);

    assertThat(recover()).isEqualTo(ONE_QUEUED);

    assertThat(queue.sent).extracting(Status::id).containsExactly(ID);
    assertThat(store.state(CLUSTER).queue()).containsExactly(ID);
  }

  @Test
  void givesUpADeadLetterPastItsDeadlineEvenInDoubt() {
    inLane(ID, Duration.ZERO);
    time.sleep(LIFETIME.plusSeconds(1));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(ONE_GIVEN_UP);

    assertThat(status(ID).outcome()).isEqualTo(givenUp("its deadline has passed"));
    assertThat(queue.dead).isEmpty();
    assertThat(store.state(CLUSTER).first()).isNull();
  }

  @Test
  void leavesARunningOperationAlone() {
    inLane(ID, Duration.ofMinutes(1));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(NOTHING);

    assertThat(queue.dead).isEmpty();
    assertThat(status(ID).state()).isEqualTo(State.RUNNING);
    assertThat(words()).isEmpty();
  }

  @Test
  void givesUpNothingThatIsInNoLane() {
    writtenDown(ID, CLUSTER);
    store.postpone(
        new Operations.Unfinished(ID, CLUSTER, State.RUNNING, 0), time.now().plusSeconds(60));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(NOTHING);
    assertThat(status(ID).state()).isEqualTo(State.RUNNING);
    assertThat(words()).isEmpty();
  }

  /// A late call gave it the lane again, and its dead letter is handled after that.
  @Test
  void endsNothingTwice() {
    inLane(ID, Duration.ZERO);
    var operation = status(ID).operation();
    run(ID);
    assertThat(words()).containsExactly("create created");
    store.take(cluster("ready", true), operation, "late", time.now());
    time.sleep(Duration.ofSeconds(1));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(NOTHING);

    assertThat(queue.sent).isEmpty();
    run(ID);
    assertThat(words()).containsExactly("create created");
    assertThat(store.state(CLUSTER).first()).as("the lane is free for all").isNull();
  }

  private void run(String id) {
    time.sleep(Duration.ofSeconds(1));
    var _ = backlog().run(id, CLUSTER);
  }

  @Test
  void givesUpAnUnplacedOperationAfterItsDeadline() {
    writtenDown(ID, Operation.NO_CLUSTER);
    time.sleep(LIFETIME.plusSeconds(1));

    assertThat(recover().withoutCluster()).extracting(Status::id).containsExactly(ID);

    assertThat(announced).hasSize(1);
    assertThat(status(ID).outcome())
        .isEqualTo(givenUp("its deadline has passed, and it was never queued for a cluster"));
    assertThat(ocm.calls).isEmpty();
    assertThat(recover()).isEqualTo(NOTHING);
  }

  @Test
  void endsAnOperationWhoseClusterOcmDeniesAccessTo() {
    writtenDown(ID, Operation.NO_CLUSTER);
    ocm.answers("findCluster", new Answer.Denied<>("not you"));

    assertThat(recover().withoutCluster()).extracting(Status::id).containsExactly(ID);

    assertThat(status(ID).outcome()).isEqualTo(new Outcome.Refused(new Refusal.Denied("not you")));
  }

  @Test
  void endsAnOperationWhoseClusterOcmDoesNotFind() {
    writtenDown(ID, Operation.NO_CLUSTER);
    ocm.answers("findCluster", new Answer.Done<>(new Clusters.Matches(0, List.of()), null));

    assertThat(recover().withoutCluster()).hasSize(1);

    assertThat(status(ID).outcome()).isEqualTo(new Outcome.Refused(new Refusal.ClusterGone()));
  }

  /// Its own request has queued it first.
  @Test
  void checksAgainLaterWhatItCouldNotQueue() {
    writtenDown(ID, Operation.NO_CLUSTER);
    between = call -> call.name().equals("rejoin") ? false : call.make();

    assertThat(recover()).isEqualTo(NOTHING);
    assertThat(recover()).isEqualTo(NOTHING);
    assertThat(ocm.count("findCluster")).isEqualTo(1);
    assertThat(queue.sent).isEmpty();

    between = Between.NOTHING;
    time.sleep(Duration.ofMinutes(11));
    recover();
    assertThat(queue.sent).extracting(Status::id).containsExactly(ID);
    settle();
    assertThat(words()).containsExactly("create created");
  }

  /// It is found unfinished, and ends before it is checked.
  @Test
  void leavesAnEndedOperationAlone() {
    writtenDown(ID, CLUSTER);
    var ended = status(ID).endedBy(new Outcome.Refused(new Refusal.Cancelled("somebody else")));
    between =
        call -> {
          if (call.name().equals("state")) {
            store.end(ended);
          }
          return call.make();
        };
    ocm.forgets(CLUSTER);

    assertThat(recover()).isEqualTo(NOTHING);

    assertThat(words()).isEmpty();
    assertThat(status(ID)).isEqualTo(ended);
  }

  /// The cancellation reads it as waiting, and then it runs.
  @Test
  void cancelsNothingThatHasEnded() {
    ocm.answers("create", new Answer.TryLater<>("down", Duration.ofSeconds(40)));
    assertThat(submit(create("a/1", "m/1"))).isInstanceOf(Submitted.Accepted.class);
    var waiting = store.unfinished().getFirst().operationId();
    between =
        call -> {
          if (call.name().equals("state")) {
            between = Between.NOTHING;
            time.sleep(Duration.ofMinutes(1));
            var _ = backlog().run(waiting, CLUSTER);
          }
          return call.make();
        };

    assertThat(
            new Cancellation(ports(), pace(LIMIT))
                .cancel(waiting, new Actor(Actor.Via.API, "somebody", null, null)))
        .isInstanceOfSatisfying(
            Cancellation.Result.TooLate.class,
            late -> assertThat(late.status().state()).isEqualTo(State.SUCCEEDED));
    assertThat(words()).containsExactly("create created");
  }

  /// More of them than one look used to find, all due before what can be read.
  @Test
  void recoversTheOthersThoughManyCannotBeRead() {
    for (var i = 0; i < 205; i++) {
      var id = "01kdyw%020d".formatted(i);
      writtenDown(id, Operation.NO_CLUSTER);
      store.damage(id);
    }
    writtenDown(ID, Operation.NO_CLUSTER);

    assertThat(recover()).isEqualTo(new Recovery.Recovered(1, 205, List.of()));

    assertThat(store.discarded).hasSize(205);
    assertThat(queue.sent).extracting(Status::id).containsExactly(ID);
  }

  @Test
  void putsOffWhatFailsAndGoesOn() {
    writtenDown(OTHER, Operation.NO_CLUSTER);
    writtenDown(ID, Operation.NO_CLUSTER);
    between =
        call -> {
          if (call.name().equals("find") && call.arguments().contains(OTHER)) {
            throw new IllegalStateException("cannot be found");
          }
          return call.make();
        };

    assertThatThrownBy(this::recover).hasMessage("cannot be found");

    assertThat(queue.sent).extracting(Status::id).containsExactly(ID);
    var shard = Operations.shard(operation(OTHER, Operation.NO_CLUSTER, Actor.Via.API));
    assertThat(store.due(shard, time.now().plusSeconds(1)))
        .extracting(Operations.Unfinished::operationId)
        .doesNotContain(OTHER);
  }

  @Test
  void freesTheLaneOfAnOperationThatCannotBeRead() {
    inLane(ID, Duration.ofMinutes(1));
    store.damage(ID);
    deadLetter(ID);

    assertThat(recover()).as("its holder may still run it").isEqualTo(NOTHING);
    assertThat(store.state(CLUSTER).first()).isEqualTo(ID);
    time.sleep(Duration.ofMinutes(11));
    assertThat(recover()).isEqualTo(ONE_GIVEN_UP);

    assertThat(store.state(CLUSTER).first()).isNull();
    assertThat(words()).containsExactly("unknown failed");
    assertThat(store.entries(CLUSTER).getFirst().shown().at("refusal").asText())
        .isEqualTo(
            "it was given up: it cannot be read; whether it reached the cluster is not known");
    assertThat(store.entries(CLUSTER).getFirst().shown().at("operation_id").asText()).isEqualTo(ID);
  }

  @Test
  void freesTheLaneForADeadLetterOfAnOperationThatCannotBeRead() {
    inLane(ID, Duration.ZERO);
    store.damage(ID);
    time.sleep(Duration.ofSeconds(1));
    deadLetter(ID);

    assertThat(recover()).isEqualTo(ONE_GIVEN_UP);

    assertThat(queue.dead).isEmpty();
    assertThat(words()).containsExactly("unknown failed");
  }

  /// The next write does not wait for recovery.
  @Test
  void letsTheNextWriteEndAnOperationInTheLaneThatCannotBeRead() {
    inLane(ID, Duration.ZERO);
    store.damage(ID);
    time.sleep(Duration.ofSeconds(1));

    assertThat(outcome(create("a/next", "m/next"))).isInstanceOf(Outcome.Created.class);

    assertThat(words()).containsExactly("unknown failed", "create created");
  }

  @Test
  void letsTheNextWriteEndAnOperationInTheQueueThatCannotBeRead() {
    inLane(OTHER, Duration.ZERO);
    var queued = Status.queued(operation(ID, CLUSTER, Actor.Via.API));
    assertThat(store.join(cluster("ready", true), queued, time.now()))
        .isEqualTo(new Lanes.Joining.Joined());
    store.damage(ID);
    time.sleep(Duration.ofSeconds(1));

    assertThat(outcome(create("a/next", "m/next"))).isInstanceOf(Outcome.Created.class);

    assertThat(words()).containsExactly("create created", "unknown failed", "create created");
  }

  @Test
  void keepsADeadLetterThatCannotBeHandledAndContinues() {
    writtenDown(ID, "");
    inLane(OTHER, Duration.ZERO);
    time.sleep(Duration.ofSeconds(1));
    deadLetter(ID);
    deadLetter(OTHER);
    between =
        call -> {
          if (call.name().equals("find") && call.arguments().contains(ID)) {
            throw new IllegalStateException("cannot be read");
          }
          return call.make();
        };

    assertThatThrownBy(this::recover).hasMessage("cannot be read");

    assertThat(queue.dead).extracting(Queue.DeadLetter::operationId).containsExactly(ID);
    assertThat(queue.sent).extracting(Status::id).containsExactly(OTHER);
  }

  private static String id(int number) {
    return "01kdyw%020d".formatted(number);
  }

  private static Recovery.Part part(int number) {
    return new Recovery.Part(number, 4);
  }

  private Recovery.Recovered recover(Recovery.Part part, Duration limit) {
    return new Recovery(ports(), pace(limit)).recover(part, announced::add);
  }

  @Test
  void isDividedIntoParts() {
    for (var i = 0; i < 100; i++) {
      writtenDown(id(i), Operation.NO_CLUSTER);
    }

    var queued = 0;
    for (var i = 1; i <= 4; i++) {
      var recovered = recover(part(i), LIMIT);
      assertThat(recovered.queued()).isPositive();
      queued += recovered.queued();
    }

    assertThat(queued).isEqualTo(100);
    assertThat(queue.sent).hasSize(100);
  }

  /// Four parts a minute, with calls that take as long as those of real tables and queues.
  @Test
  void looksAfterTenThousandOperationsInFiveMinutes() {
    for (var i = 0; i < 10_000; i++) {
      var operation = operation(id(i), "cluster-" + i % 1_000, Actor.Via.API);
      assertThat(store.claim(key(id(i), "the fields"), Status.running(operation), time.now()))
          .isEqualTo(new Operations.Claiming.Claimed());
    }
    between =
        call -> {
          time.sleep(Duration.ofMillis(8));
          return call.make();
        };

    var late = new ArrayList<Duration>();
    for (var i = 1; i <= 4; i++) {
      // The parts run side by side: each has the same minutes.
      var begun = time.now();
      for (var minute = 0; minute < 5; minute++) {
        var _ = recover(part(i), Duration.ofSeconds(52));
      }
      late.add(Duration.between(begun, time.now()));
    }

    assertThat(late).allSatisfy(took -> assertThat(took).isLessThan(Duration.ofMinutes(5)));
    assertThat(queue.sent.stream().map(Status::id).distinct()).hasSize(10_000);
  }

  /// A table that throttles one shard makes each call for it slow.
  @Test
  void doesNotWaitForAShardOfAnUnavailableStore() {
    for (var i = 0; i < 50; i++) {
      writtenDown(id(i), Operation.NO_CLUSTER);
    }
    var slow = Operations.shard(operation(id(0), Operation.NO_CLUSTER, Actor.Via.API));
    between =
        call -> {
          if (call.name().equals("postpone")
              && call.arguments().getFirst() instanceof Operations.Unfinished unfinished
              && slow == shard(unfinished.operationId())) {
            time.sleep(Duration.ofMillis(3_500));
            throw new StoreUnavailable(new IllegalStateException("throttled"));
          }
          return call.make();
        };

    assertThatThrownBy(this::recover).isInstanceOf(StoreUnavailable.class);

    assertThat(queue.sent)
        .extracting(status -> shard(status.id()))
        .doesNotContain(slow)
        .hasSize((int) IntStream.range(0, 50).filter(i -> shard(id(i)) != slow).count());
  }

  private int shard(String id) {
    return Operations.shard(operation(id, Operation.NO_CLUSTER, Actor.Via.API));
  }

  /// An operation that is checked in vain is checked less and less often.
  @Test
  void checksLessAndLessOften() {
    writtenDown(ID, Operation.NO_CLUSTER);
    ocm.forgets(CLUSTER);
    for (var i = 0; i < 10_000; i++) {
      ocm.answers("findCluster", new Answer.TryLater<>("down", null));
    }

    var checks = new ArrayList<Long>();
    for (var minute = 0L; minute < 100; minute++) {
      var before = ocm.count("findCluster");
      assertThat(recover()).isEqualTo(NOTHING);
      if (ocm.count("findCluster") > before) {
        checks.add(minute);
      }
      time.sleep(Duration.ofMinutes(1));
    }

    assertThat(checks).startsWith(0L, 1L, 3L, 7L, 15L, 30L, 45L);
  }

  /// A running operation needs no message.
  @Test
  void leavesAnOperationAloneThatRunsForLong() {
    var waiting = Status.queued(operation(ID, CLUSTER, Actor.Via.API));
    assertThat(store.join(cluster("ready", true), waiting, time.now()))
        .isEqualTo(new Lanes.Joining.Joined());
    assertThat(
            store.takeTurn(
                CLUSTER,
                QueuePlace.of(waiting.operation()),
                "run",
                time.now().plus(Duration.ofMinutes(10))))
        .isPresent();
    time.sleep(Duration.ofMinutes(5));

    assertThat(recover()).isEqualTo(NOTHING);
    time.sleep(Duration.ofMinutes(6));
    assertThat(recover()).as("its holder is gone").isEqualTo(ONE_QUEUED);
  }
}
