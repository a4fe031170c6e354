package dev.imagemirrors.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Filter;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.lane.HistoryContent;
import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of the stores of lanes, records and history, for every implementation.
public abstract class StoreContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  protected static final Instant LATER = NOW.plusSeconds(300);
  protected static final Cluster CLUSTER =
      new Cluster("c1", "mycluster", "ext-1", "ready", true, "us-east-1");
  private static final ImageMirror MIRROR =
      new ImageMirror("id-1", "a/b", List.of("m/b", "n/b"), NOW, LATER);

  /// No other test has a holder of that name: a store may remember the writes of a holder for
  /// minutes.
  private final String holder = "run-" + UUID.randomUUID().toString().substring(0, 8);

  private int ids;

  protected abstract Lanes lanes();

  protected abstract Operations operations();

  protected abstract Records records();

  protected abstract History history();

  protected abstract Checkpoints checkpoints();

  protected static Write.Single create() {
    return new Write.Create(MirrorSet.Wanted.of("a/b", "m/b", "n/b"));
  }

  protected Operation operation(Write write) {
    return new Operation(
        "operation-" + ++ids,
        CLUSTER.id(),
        World.request(write, false, null),
        NOW,
        // A real table removes items some weeks after the deadline of their operation.
        NOW.plus(Duration.ofDays(36_500)));
  }

  protected Lane taken(Write write) {
    return taken(lanes().take(CLUSTER, operation(write), holder + "-" + ++ids, LATER));
  }

  private static Lane taken(Lanes.Taking taking) {
    assertThat(taking).isInstanceOf(Lanes.Taking.Taken.class);
    return ((Lanes.Taking.Taken) taking).lane();
  }

  protected Lanes.Closing closing(Lane lane, Outcome outcome) {
    var content =
        HistoryContent.content(lane.operation(), lane.operation().write(), outcome, NOW, "ocm-1");
    return lanes()
        .close(
            lane, Status.ended(lane, outcome), outcome, HistoryEntry.after(lane.head(), content));
  }

  private boolean close(Lane lane, Outcome outcome) {
    return closing(lane, outcome) instanceof Lanes.Closing.Closed;
  }

  private Lane parked(Lane lane, boolean inDoubt, Instant until) {
    var waiting = Status.waiting(lane, State.WAITING_FOR_OCM, until, "down");
    assertThat(lanes().park(lane, waiting, inDoubt, until)).isTrue();
    return lane;
  }

  private LaneState laneState() {
    return lanes().state("c1");
  }

  private LaneState.InFlight inFlight() {
    return requireNonNull(laneState().inFlight());
  }

  private static Selection mirror(String key) {
    return new Selection(true, 0, key, Filter.NONE);
  }

  private static Filter outcome(String... outcomes) {
    return new Filter(null, null, null, Set.of(outcomes));
  }

  private void did(Write write, Outcome outcome) {
    assertThat(close(taken(write), outcome)).isTrue();
  }

  @Test
  void returnsAFreeLaneWithTheHeadOfAnEmptyHistory() {
    var operation = operation(create());

    var lane = taken(lanes().take(CLUSTER, operation, holder, LATER));

    assertThat(lane)
        .isEqualTo(
            new Lane(
                operation, holder, LATER, Head.START, false, 1, new Progress(0, 1, 0, 0, 0), null));
  }

  /// Requests in OCM's API have values that only OCM may refuse.
  @Test
  void keepsValuesAsTheyWereSent() {
    var source = Source.asSent(" https://\u00e4".repeat(25) + "\u0000");
    var odd = new MirrorSet.Wanted(source, MirrorList.asSent(List.of("{region}.m ", " ", " ")));
    var lane = taken(new Write.Create(odd));

    var write = operations().find(lane.operation().id()).orElseThrow().operation().write();
    assertThat(write).isEqualTo(new Write.Create(odd));
    var mirror = new ImageMirror("id-1", source.value(), odd.mirrors().values(), NOW, NOW);
    assertThat(closing(lane, new Outcome.Created(mirror))).isEqualTo(new Lanes.Closing.Closed());
    assertThat(records().of(CLUSTER.id()).mirrors()).containsExactly(mirror);
    assertThat(lanes().recorded(CLUSTER.id(), source.value())).contains(mirror);
  }

  @Test
  void returnsTheHolderWhenTheLaneIsTaken() {
    var first = operation(new Write.Edit(new MirrorKey("a/b"), MirrorList.of("x/y"), null, "v"));
    lanes().take(CLUSTER, first, holder, LATER);

    var taking = lanes().take(CLUSTER, operation(create()), "other", LATER);

    assertThat(taking)
        .isEqualTo(
            new Lanes.Taking.Held(
                new LaneState(
                    Head.START,
                    new LaneState.InFlight(first.id(), holder, LATER, null, false),
                    List.of())));
    assertThat(operations().find(first.id())).map(Status::operation).contains(first);
  }

  @Test
  void keepsTheLanesOfClustersApart() {
    taken(create());
    var other = new Cluster("c2", "other", null, "ready", true, null);
    var operation = operation(create());
    var there = new Operation(operation.id(), "c2", operation.request(), NOW, operation.deadline());

    assertThat(taken(lanes().take(other, there, holder, LATER)).operation()).isEqualTo(there);
  }

  @Test
  void givesTheLaneToOneOfManyCallers() throws Exception {
    var results = new ArrayList<Lanes.Taking>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var operations = LongStream.range(0, 16).mapToObj(_ -> operation(create())).toList();
      var futures =
          operations.stream()
              .map(operation ->
                  executor.submit(
                      () -> lanes().take(CLUSTER, operation, "run-" + operation.id(), LATER)))
              .toList();
      for (var future : futures) {
        results.add(future.get());
      }
    }

    assertThat(results.stream().filter(Lanes.Taking.Taken.class::isInstance)).hasSize(1);
  }

  @Test
  void handsOverAWaitingOperationOnlyInTheStateThatWasRead() {
    var lane = parked(taken(create()), false, LATER);
    assertThat(operations().find(lane.operation().id()))
        .contains(Status.waiting(lane, State.WAITING_FOR_OCM, LATER, "down"));

    var seen = inFlight();
    var resumed =
        lanes().takeOver("c1", seen, holder + "-next", LATER.plusSeconds(1)).orElseThrow();

    assertThat(seen)
        .isEqualTo(
            new LaneState.InFlight(
                lane.operation().id(), lane.holder(), LATER, State.WAITING_FOR_OCM, false));
    assertThat(resumed)
        .isEqualTo(
            new Lane(
                lane.operation(),
                holder + "-next",
                LATER.plusSeconds(1),
                Head.START,
                false,
                2,
                new Progress(0, 1, 0, 0, 0),
                null));
    assertThat(lanes().takeOver("c1", seen, holder + "-third", LATER)).isEmpty();
    assertThat(closing(lane, new Outcome.Created(MIRROR))).isEqualTo(new Lanes.Closing.LaneLost());
    assertThat(records().of("c1").mirrors()).isEmpty();
    assertThat(close(resumed, new Outcome.Created(MIRROR))).isTrue();
  }

  @Test
  void treatsAnAbandonedOperationAsInDoubtAndAParkedOneAsItWasParked() {
    taken(create());
    assertThat(lanes().takeOver("c1", inFlight(), holder + "-second", LATER.plusSeconds(1)))
        .hasValueSatisfying(lane -> {
          assertThat(lane.inDoubt()).isTrue();
          parked(lane, true, LATER);
        });
    assertThat(lanes().takeOver("c1", inFlight(), holder + "-third", LATER).orElseThrow().inDoubt())
        .isTrue();
  }

  @Test
  void parksNothingWithAnotherHolder() {
    var lane = taken(create());
    var next =
        lanes().takeOver("c1", inFlight(), holder + "-next", LATER.plusSeconds(1)).orElseThrow();

    assertThat(
            lanes().park(lane, Status.waiting(lane, State.WAITING_FOR_OCM, NOW, "x"), false, NOW))
        .isFalse();
    assertThat(inFlight().holder()).isEqualTo(holder + "-next");
    assertThat(close(next, new Outcome.Created(MIRROR))).isTrue();
    assertThat(
            lanes().park(lane, Status.waiting(lane, State.WAITING_FOR_OCM, NOW, "x"), false, NOW))
        .isFalse();
    assertThat(operations().find(lane.operation().id()))
        .map(Status::state)
        .contains(State.SUCCEEDED);
  }

  @Test
  void givesTheLaneInTheOrderOfTheQueue() {
    var first = taken(create());
    var second = queued();
    var third = queued();

    assertThat(laneState().queue()).containsExactly(second.id(), third.id());
    assertThat(operations().find(second.id())).contains(second);
    assertThat(operations().waiting("c1"))
        .extracting(Status::id)
        .containsExactly(first.operation().id(), second.id(), third.id());
    assertThat(operations().waiting("other")).isEmpty();
    assertThat(lanes().takeTurn("c1", place(second), "run-x", LATER)).isEmpty();
    assertThat(close(first, new Outcome.Created(MIRROR))).isTrue();
    assertThat(lanes().take(CLUSTER, operation(create()), "run-y", LATER))
        .isInstanceOf(Lanes.Taking.Held.class);
    assertThat(lanes().takeTurn("c1", place(third), "run-x", LATER)).isEmpty();

    var lane = lanes().takeTurn("c1", place(second), holder + "-z", LATER).orElseThrow();
    assertThat(lane.operation()).isEqualTo(second.operation());
    assertThat(lane.inDoubt()).isFalse();
    assertThat(lane.head().number()).isEqualTo(1);
    assertThat(laneState().queue()).containsExactly(third.id());
    assertThat(close(lane, new Outcome.Unchanged(MIRROR))).isTrue();
    assertThat(operations().find(second.id())).map(Status::state).contains(State.SUCCEEDED);
  }

  protected static QueuePlace place(Status waiting) {
    return QueuePlace.of(waiting.operation());
  }

  protected List<Operations.Unfinished> due(Instant now) {
    var all = new ArrayList<Operations.Unfinished>();
    for (var shard = 0; shard < Operations.SHARDS; shard++) {
      operations().due(shard, now).forEach(all::add);
    }
    return all;
  }

  private Status queued() {
    var status = Status.queued(operation(create()));
    assertThat(lanes().join(CLUSTER, status, LATER)).isEqualTo(new Lanes.Joining.Joined());
    return status;
  }

  @Test
  void keepsEveryOperationThatJoinsTheQueueAtOnce() throws Exception {
    taken(create());
    var all = IntStream.range(0, 16).mapToObj(_ -> Status.queued(operation(create()))).toList();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var joined :
          all.stream()
              .map(status -> executor.submit(() -> lanes().join(CLUSTER, status, LATER)))
              .toList()) {
        assertThat(joined.get()).isEqualTo(new Lanes.Joining.Joined());
      }
    }

    assertThat(laneState().queue())
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Status::id).toList());
  }

  private Status waiting(String caller, boolean deferred) {
    return waiting("operation-" + ++ids, caller, deferred);
  }

  protected static Status waiting(String id, String caller, boolean deferred) {
    var request =
        World.request(create(), deferred, null)
            .by(new Actor(Actor.Via.API, caller, "1", "request"));
    return Status.queued(new Operation(id, CLUSTER.id(), request, NOW, NOW.plusSeconds(86_400)));
  }

  private Lanes.Joining joining(Status waiting) {
    return lanes().join(CLUSTER, waiting, LATER);
  }

  private List<Status> joined(int times, String caller, boolean deferred) {
    return IntStream.range(0, times)
        .mapToObj(_ -> waiting(caller, deferred))
        .peek(status -> assertThat(joining(status)).isEqualTo(new Lanes.Joining.Joined()))
        .toList();
  }

  private void assertFull(Status late, String limit) {
    assertThat(joining(late)).isEqualTo(new Lanes.Joining.Full(limit));
    assertThat(operations().find(late.id())).isEmpty();
    assertThat(laneState().queue()).doesNotContain(late.id());
  }

  @Test
  void letsNoMoreWaitThanAQueueHolds() {
    taken(create());
    joined(QueueLimits.TOTAL - QueueLimits.PER_CALLER, "one", false);
    joined(QueueLimits.PER_CALLER, "two", false);

    assertFull(waiting("three", false), "its queue has the maximum of 500 writes");
  }

  @Test
  void leavesRoomInAQueueForOtherCallers() {
    taken(create());
    var role = "arn:aws:sts::123456789012:assumed-role/Pipeline/";
    joined(QueueLimits.PER_CALLER - 1, role + "run-1", false);
    joined(1, role + "run-2", false);

    var limit = "its queue has the maximum of 250 writes of one caller";
    assertFull(waiting(role + "run-3", false), limit);
    assertFull(waiting(role + "run-3", true), limit);
    var other = joined(1, "somebody else", true).getFirst();
    assertThat(laneState().queue()).hasSize(QueueLimits.PER_CALLER + 1).endsWith(other.id());
  }

  @Test
  void letsFewerWaitThatAreDeferred() {
    taken(create());
    var first = joined(QueueLimits.DEFERRED_PER_CALLER, "one", true).getFirst();

    assertFull(
        waiting("one", true),
        "its queue has the maximum of 50 writes of one caller with defer_until_ready");
    joined(1, "one", false);
    joined(1, "two", true);
    assertThat(joining(first)).as("it is there").isEqualTo(new Lanes.Joining.Joined());
  }

  /// Whatever way an operation leaves the queue, its caller has its place back.
  @Test
  void countsOnlyWhatIsInTheQueue() {
    var lane = taken(create());
    var queue = joined(QueueLimits.DEFERRED_PER_CALLER, "one", true);
    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(lanes().takeTurn("c1", place(queue.get(0)), holder, LATER)).isPresent();
    joined(1, "one", true);
    assertFull(
        waiting("one", true),
        "its queue has the maximum of 50 writes of one caller with defer_until_ready");

    assertThat(end(laneState(), queue.get(20))).isTrue();
    joined(1, "one", true);
    assertThat(joining(waiting("one", true))).isInstanceOf(Lanes.Joining.Full.class);
    assertThat(laneState().queue()).hasSize(QueueLimits.DEFERRED_PER_CALLER);
  }

  @Test
  void countsWhatWasPutBackIntoTheQueue() {
    taken(create());
    joined(QueueLimits.DEFERRED_PER_CALLER - 1, "one", true);
    var lost = waiting("one", true);
    operations().claim(World.key("key", "fields"), lost, LATER);
    assertThat(lanes().rejoin(CLUSTER, lost, LATER)).isTrue();

    assertThat(joining(waiting("one", true))).isInstanceOf(Lanes.Joining.Full.class);
  }

  @Test
  void endsAnOperationInTheQueueInTheLaneOrInNeither() {
    var lane = parked(taken(create()), false, LATER);
    var first = queued();
    var second = queued();

    assertThat(end(laneState(), first)).isTrue();
    assertThat(laneState().queue()).containsExactly(second.id());
    var waiting = operations().find(lane.operation().id()).orElseThrow();
    assertThat(end(laneState(), waiting)).isTrue();
    assertThat(laneState().inFlight()).isNull();
    assertThat(end(laneState(), Status.running(operation(create())))).isTrue();

    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries())
        .extracting(HistoryEntry::number)
        .containsExactly(1L, 2L, 3L);
    assertThat(operations().find(first.id())).map(Status::state).contains(State.CANCELLED);
    assertThat(operations().find(waiting.id())).map(Status::state).contains(State.CANCELLED);
  }

  @Test
  void endsNothingWhenTheLaneHasChanged() {
    var lane = parked(taken(create()), false, LATER);
    var seen = laneState();
    var waiting = operations().find(lane.operation().id()).orElseThrow();
    assertThat(lanes().takeOver("c1", inFlight(), holder + "-next", LATER.plusSeconds(1)))
        .isPresent();

    assertThat(end(seen, waiting)).isFalse();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries()).isEmpty();
  }

  @Test
  void endsNothingThatAnotherHolderHasTakenOverWithTheSameLease() {
    var lane = parked(taken(create()), false, LATER);
    var seen = laneState();
    var waiting = operations().find(lane.operation().id()).orElseThrow();
    assertThat(lanes().takeOver("c1", inFlight(), holder + "-next", LATER)).isPresent();

    assertThat(end(seen, waiting)).isFalse();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries()).isEmpty();
  }

  @Test
  void endsNothingThatWasParkedAgainForLonger() {
    var lane = parked(taken(create()), false, LATER);
    var seen = laneState();
    var waiting = operations().find(lane.operation().id()).orElseThrow();
    parked(lane, false, LATER.plusSeconds(1));

    assertThat(end(seen, waiting)).isFalse();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries()).isEmpty();
  }

  /// An operation that has moved up in the queue is ended in its new place, or not at all.
  @Test
  void endsNoOtherOperationInAQueueThatHasMoved() {
    var held = taken(create());
    var waiting = List.of(queued(), queued(), queued());
    assertThat(close(held, created())).isTrue();
    var seen = laneState();
    assertThat(lanes().takeTurn("c1", place(waiting.getFirst()), holder + "-turn", LATER))
        .isPresent();

    var done = end(seen, waiting.get(1));

    var left = new ArrayList<>(List.of(waiting.get(1).id(), waiting.get(2).id()));
    if (done) {
      left.removeFirst();
    }
    assertThat(laneState().queue()).isEqualTo(left);
    assertThat(laneState().isInFlight(waiting.getFirst().id())).isTrue();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries())
        .hasSize(done ? 2 : 1);
  }

  private boolean end(LaneState seen, Status status) {
    var ended = status.endedBy(new Outcome.Refused(new Refusal.Cancelled("somebody")));
    var content =
        HistoryContent.content(
            status.operation(),
            status.operation().write(),
            requireNonNull(ended.outcome()),
            NOW,
            null);
    return lanes().end(seen, CLUSTER, ended, HistoryEntry.after(seen.head(), content));
  }

  @Test
  void reportsThatTheHeadHasMoved() {
    var lane = taken(create());
    assertThat(end(laneState(), Status.running(operation(create())))).isTrue();

    var moved = closing(lane, new Outcome.Created(MIRROR));
    assertThat(moved).isEqualTo(new Lanes.Closing.HeadMoved(laneState().head()));
    assertThat(records().of("c1").mirrors()).isEmpty();

    var caughtUp = lane.withHead(laneState().head());
    assertThat(close(caughtUp, new Outcome.Created(MIRROR))).isTrue();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries())
        .extracting(HistoryEntry::number)
        .containsExactly(1L, 2L);
  }

  @Test
  void storesASetChangeByChange() {
    var set =
        new Write.Apply(
            new MirrorSet(
                List.of(
                    MirrorSet.Wanted.of("a/b", "m/b", "n/b"), MirrorSet.Wanted.of("c/d", "m/d"))),
            false,
            false,
            0);
    var other = new ImageMirror("id-2", "c/d", List.of("m/d"), NOW, NOW);
    var first = new Sending(create(), null);
    var next =
        new Sending(new Write.Edit(new MirrorKey("x"), MirrorList.of("y"), null, null), MIRROR);
    var planned = new Progress(0, 2, 0, 0, 0);
    var seen = taken(set);

    assertThat(lanes().mark(seen, planned, first)).isTrue();
    assertThat(lanes().mark(seen, planned, first)).as("a repeat").isTrue();
    var lane = seen.withProgress(new Progress(1, 2, 1, 0, 0), next);
    var content =
        HistoryContent.content(lane.operation(), create(), new Outcome.Created(MIRROR), NOW, null);
    var entry = HistoryEntry.after(lane.head(), content);
    assertThat(lanes().advance(lane, new Outcome.Created(MIRROR), entry))
        .isEqualTo(new Lanes.Closing.Closed());
    assertThat(lanes().mark(seen, planned, first)).as("a repeat that comes late").isFalse();
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);
    assertThat(operations().find(lane.operation().id()))
        .map(Status::progress)
        .contains(new Progress(1, 2, 1, 0, 0));

    var resumed =
        lanes().takeOver("c1", inFlight(), holder + "-next", LATER.plusSeconds(9)).orElseThrow();
    assertThat(resumed)
        .isEqualTo(
            new Lane(
                lane.operation(),
                holder + "-next",
                LATER.plusSeconds(9),
                entry.head(),
                true,
                2,
                new Progress(1, 2, 1, 0, 0),
                next));
    assertThat(lanes().mark(seen, planned, first)).isFalse();
    assertThat(
            lanes()
                .advance(
                    lane, new Outcome.Created(other), HistoryEntry.after(entry.head(), content)))
        .isEqualTo(new Lanes.Closing.LaneLost());

    var done = resumed.withProgress(new Progress(2, 2, 2, 0, 0), null);
    var applied = new Outcome.Applied(done.progress());
    var last = HistoryEntry.after(done.head(), content);
    assertThat(lanes().close(done, Status.ended(done, applied), new Outcome.Created(other), last))
        .isEqualTo(new Lanes.Closing.Closed());
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR, other);
    assertThat(operations().find(lane.operation().id()).orElseThrow().outcome()).isEqualTo(applied);
    assertThat(records().of("c1").sources()).containsExactlyInAnyOrder("a/b", "c/d");
  }

  @Test
  void hasRoomForALargeSetAndALongQueue() {
    var wanted =
        IntStream.range(0, 255)
            .mapToObj(i ->
                new MirrorSet.Wanted(
                    new Source(name(i, 100)),
                    MirrorList.of(
                        name(i + 1_000, 250), name(i + 2_000, 250), name(i + 3_000, 250))))
            .toList();
    var set = operation(new Write.Apply(new MirrorSet(wanted), false, true, 0));
    taken(create());
    assertThat(lanes().join(CLUSTER, Status.queued(set), LATER))
        .isEqualTo(new Lanes.Joining.Joined());
    joined(200, "one", false);
    joined(100, "two", false);
    assertThat(close(resumed(), new Outcome.Created(MIRROR))).isTrue();

    var lane = lanes().takeTurn("c1", QueuePlace.of(set), holder, LATER).orElseThrow();

    assertThat(lane.operation()).isEqualTo(set);
    assertThat(operations().find(set.id())).map(Status::operation).contains(set);
  }

  private Lane resumed() {
    return lanes()
        .takeOver("c1", inFlight(), holder + "-first", LATER.plusSeconds(5))
        .orElseThrow();
  }

  protected static String name(int seed, int length) {
    var random = new Random(seed);
    var name = new StringBuilder("r.io/" + seed);
    while (name.length() < length) {
      name.append((char) ('a' + random.nextInt(26)));
    }
    return name.toString();
  }

  @Test
  void storesAnEntryThatConcernsNoSingleMirror() {
    did(new Write.Apply(new MirrorSet(List.of()), false, false, 0), Outcome.Applied.NOTHING);

    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries())
        .extracting(HistoryEntry::about)
        .containsExactly(List.of());
  }

  @Test
  void findsDueOperationsUntilTheyHaveEnded() {
    var lane = taken(create());
    var waiting = queued();
    var inLane = new Operations.Unfinished(lane.operation().id(), "c1", State.WAITING_FOR_LANE, 0);
    var inLine = new Operations.Unfinished(waiting.id(), "c1", State.WAITING_FOR_LANE, 0);

    assertThat(due(NOW)).isEmpty();
    assertThat(due(LATER)).containsExactlyInAnyOrder(inLane, inLine);
    operations().postpone(inLane, LATER.plusSeconds(60));
    operations().postpone(inLine, LATER.plusSeconds(60));
    assertThat(due(LATER)).isEmpty();
    assertThat(operations().unfinished())
        .extracting(Operations.Unfinished::operationId, Operations.Unfinished::checks)
        .containsExactlyInAnyOrder(tuple(inLane.operationId(), 1), tuple(inLine.operationId(), 1));

    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(end(laneState(), waiting)).isTrue();
    assertThat(due(LATER.plusSeconds(60))).isEmpty();
    assertThat(operations().unfinished()).isEmpty();
  }

  @Test
  void findsAllThatIsDueHoweverManyThereAre() {
    for (var i = 0; i < 205; i++) {
      assertThat(lanes().join(CLUSTER, Status.queued(operation(create())), NOW.minusSeconds(i)))
          .isEqualTo(new Lanes.Joining.Joined());
    }

    assertThat(due(NOW)).hasSize(205);
    assertThat(due(NOW.minusSeconds(204)))
        .extracting(Operations.Unfinished::operationId)
        .containsExactly("operation-" + ids);
    assertThat(due(NOW).getFirst().operationId()).isEqualTo("operation-" + ids);
  }

  @Test
  void findsOperationsThatWaitForTheirCluster() {
    var lane = taken(create());
    var waiting = Status.waiting(lane, State.WAITING_FOR_CLUSTER, LATER, "installing");
    assertThat(lanes().park(lane, waiting, false, LATER)).isTrue();

    assertThat(operations().unfinished())
        .containsExactly(
            new Operations.Unfinished(waiting.id(), "c1", State.WAITING_FOR_CLUSTER, 0));
  }

  @Test
  void listsTheOperationsOfAClusterNewestFirst() {
    var first = taken(create());
    assertThat(close(first, new Outcome.Created(MIRROR))).isTrue();
    var second = taken(create());
    var third = queued();

    var all = List.of(third.id(), second.operation().id(), first.operation().id());
    assertThat(ids(OperationSelection.NEWEST_FIRST, null)).isEqualTo(all);
    assertThat(ids(OperationSelection.NEWEST_FIRST, second.operation().id()))
        .containsExactly(first.operation().id());
    assertThat(operations().of("c1", OperationSelection.NEWEST_FIRST, null, 1).entries())
        .extracting(Status::id)
        .containsExactly(third.id());
    assertThat(operations().of("other", OperationSelection.NEWEST_FIRST, null, 10))
        .isEqualTo(new Page<>(List.of(), null));

    var oldestFirst = new OperationSelection(true, Set.of(), Filter.NONE);
    assertThat(ids(oldestFirst, null)).isEqualTo(all.reversed());
    assertThat(ids(oldestFirst, second.operation().id())).containsExactly(third.id());
  }

  /// The operation in the lane has no item of its own, wherever it is in the list.
  @Test
  void listsTheOperationInTheLaneInItsPlace() {
    var first = taken(create());
    assertThat(close(first, new Outcome.Created(MIRROR))).isTrue();
    var inLane = taken(create());
    var last = queued();

    for (var oldestFirst : List.of(true, false)) {
      var selection = new OperationSelection(oldestFirst, Set.of(), Filter.NONE);
      var ids = new ArrayList<String>();
      @Nullable String next = null;
      do {
        var page = operations().of("c1", selection, next, 1);
        page.entries().forEach(status -> ids.add(status.id()));
        next = page.next();
      } while (next != null);
      var all = List.of(first.operation().id(), inLane.operation().id(), last.id());
      assertThat(ids).isEqualTo(oldestFirst ? all : all.reversed());
    }
  }

  @Test
  void listsTheSelectedOperations() {
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.ClusterNotHosted()));
    var running = taken(create()).operation().id();
    var waiting = queued().id();

    assertThat(ids(new OperationSelection(false, Set.of(), outcome("refused")), null))
        .containsExactly("operation-3");
    assertThat(
            ids(
                new OperationSelection(
                    true, Set.of(State.RUNNING, State.WAITING_FOR_LANE), Filter.NONE),
                null))
        .containsExactly(running, waiting);
    var by = new Filter(null, null, "nobody", Set.of());
    assertThat(ids(new OperationSelection(true, Set.of(), by), null)).isEmpty();
  }

  private List<String> ids(OperationSelection selection, @Nullable String position) {
    return operations().of("c1", selection, position, 10).entries().stream()
        .map(Status::id)
        .toList();
  }

  @Test
  void claimsAKeyOnceAndKeepsItUntilItExpires() {
    var key = World.key("key", "fields");
    var first = claimed(NOW);
    var second = claimed(NOW.plusSeconds(60));

    assertThat(operations().claim(key, first, LATER)).isEqualTo(new Operations.Claiming.Claimed());
    assertThat(operations().find(first.id())).contains(first);
    assertThat(due(LATER))
        .containsExactly(new Operations.Unfinished(first.id(), "", State.RUNNING, 0));
    assertThat(operations().claim(key, second, LATER))
        .isEqualTo(new Operations.Claiming.AlreadyClaimed(first.id(), key.fields()));
    assertThat(operations().find(second.id())).isEmpty();

    var late = claimed(NOW.plusSeconds(8 * 86_400));
    assertThat(operations().claim(key, late, LATER)).isEqualTo(new Operations.Claiming.Claimed());
  }

  @Test
  void claimsAKeyAgainWhereItsOperationIsCancelled() {
    var key = World.key("key", "fields");
    var first = claimed(NOW);
    operations().claim(key, first, LATER);
    var other = claimed(NOW);

    assertThat(operations().reclaim(key, other, LATER, "another"))
        .isEqualTo(new Operations.Claiming.AlreadyClaimed(first.id(), key.fields()));
    assertThat(operations().find(other.id())).isEmpty();
    assertThat(operations().reclaim(World.key("key", "new"), other, LATER, first.id()))
        .isEqualTo(new Operations.Claiming.Claimed());

    assertThat(operations().find(other.id())).contains(other);
    assertThat(operations().claim(key, claimed(NOW), LATER))
        .isEqualTo(
            new Operations.Claiming.AlreadyClaimed(other.id(), World.key("key", "new").fields()));
    assertThat(operations().reclaim(key, claimed(NOW), LATER, first.id()))
        .isInstanceOf(Operations.Claiming.AlreadyClaimed.class);
  }

  @Test
  void endsAClaimedOperationThatIsRefused() {
    var key = World.key("key", "fields");
    var claimed = claimed(NOW);
    operations().claim(key, claimed, LATER);
    operations().release(key, claimed.id());

    assertThat(
            end(
                laneState(),
                Status.running(
                    claimed
                        .operation()
                        .on(new Cluster("c1", "mycluster", null, "ready", true, null)))))
        .isTrue();
    assertThat(operations().find(claimed.id())).map(Status::state).contains(State.CANCELLED);
  }

  @Test
  void forgetsAReleasedClaim() {
    var key = World.key("key", "fields");
    var first = claimed(NOW);
    operations().claim(key, first, LATER);

    operations().release(key, "another");
    assertThat(operations().claim(key, claimed(NOW), LATER))
        .isInstanceOf(Operations.Claiming.AlreadyClaimed.class);
    operations().release(key, first.id());

    assertThat(operations().find(first.id())).isEmpty();
    assertThat(operations().claim(key, claimed(NOW), LATER))
        .isEqualTo(new Operations.Claiming.Claimed());
  }

  /// The item that was stored with the key has no cluster, so it cannot be run or ended from there.
  @Test
  void findsAClaimedOperationInTheLaneThatItHasTaken() {
    var key = World.key("key", "fields");
    var claimed = claimed(NOW);
    operations().claim(key, claimed, LATER);
    var operation =
        claimed.operation().on(new Cluster("c1", "mycluster", null, "ready", true, null));

    var lane = taken(lanes().take(CLUSTER, operation, holder, LATER));

    assertThat(operations().find(operation.id())).contains(status(operation, State.RUNNING, 1));
    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(operations().find(operation.id())).map(Status::state).contains(State.SUCCEEDED);
    assertThat(operations().unfinished()).isEmpty();
  }

  private static Status status(Operation operation, State state, int attempts) {
    return new Status(operation, state, Progress.of(operation.write()), attempts, null, null, null);
  }

  private Status claimed(Instant accepted) {
    return Status.running(
        new Operation(
            "operation-" + ++ids,
            Operation.NO_CLUSTER,
            World.request(create(), false, null),
            accepted,
            accepted.plusSeconds(86_400)));
  }

  @Test
  void queuesAStoredOperationOnlyOnce() {
    var key = World.key("key", "fields");
    var claimed = claimed(NOW);
    operations().claim(key, claimed, LATER);
    var placed =
        Status.queued(
            claimed.operation().on(new Cluster("c1", "mycluster", null, "ready", true, null)));

    assertThat(lanes().rejoin(CLUSTER, placed, LATER)).isTrue();
    assertThat(lanes().rejoin(CLUSTER, placed, LATER)).isFalse();
    assertThat(laneState().queue()).containsExactly(placed.id());
    var lane = lanes().takeTurn("c1", place(placed), holder, LATER).orElseThrow();
    assertThat(lanes().rejoin(CLUSTER, placed, LATER)).isFalse();
    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(lanes().rejoin(CLUSTER, placed, LATER)).isFalse();
  }

  @Test
  void closesOnceAndFreesTheLane() {
    var lane = taken(create());

    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(records().of("c1")).isEqualTo(new Records.Recorded(List.of(MIRROR), NOW));

    var next = taken(create());
    assertThat(next.head().number()).isEqualTo(1);
    // A repeat after a lost answer: it has taken effect, and does not again.
    assertThat(close(lane, new Outcome.Created(MIRROR))).isTrue();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries()).hasSize(1);
    assertThat(close(next, new Outcome.Unchanged(MIRROR))).isTrue();
  }

  /// A client repeats a call whose answer was lost, and an abandoned call can take effect late.
  @Test
  void doesNotRunAnEndedOperationAgain() {
    var operation = operation(create());
    var waiting = Status.queued(operation);
    assertThat(close(taken(lanes().take(CLUSTER, operation, holder, LATER)), created())).isTrue();

    assertThat(lanes().join(CLUSTER, waiting, LATER)).isEqualTo(new Lanes.Joining.Joined());
    assertThat(laneState().queue()).isEmpty();
    assertThat(operations().find(operation.id())).map(Status::state).contains(State.SUCCEEDED);

    lanes().take(CLUSTER, operation, holder + "-late", LATER);
    assertThat(lanes().takeOver("c1", inFlight(), holder + "-next", LATER)).isEmpty();
    assertThat(laneState().inFlight()).isNull();
    assertThat(operations().unfinished()).isEmpty();

    // Also when the same holder has parked it there.
    lanes().take(CLUSTER, operation, holder + "-later", LATER);
    var there = inFlight();
    var waits =
        new LaneState.InFlight(
            there.operationId(), there.holder(), there.until(), State.WAITING_FOR_OCM, false);
    assertThat(lanes().takeOver("c1", waits, holder + "-last", LATER)).isEmpty();
    assertThat(laneState().inFlight()).isNull();
  }

  protected static Outcome created() {
    return new Outcome.Created(MIRROR);
  }

  @Test
  void recordsWhatTheClusterHasAfterEachOutcome() {
    var edited = new ImageMirror("id-1", "a/b", List.of("x/y"), NOW, LATER);

    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.SourceExists(edited)));
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(create(), new Outcome.Updated(MIRROR, edited));
    assertThat(records().of("c1").mirrors()).containsExactly(edited);

    did(create(), new Outcome.Unchanged(MIRROR));
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(new Write.Delete(new MirrorKey("id-1"), true, null), new Outcome.Deleted(null));
    assertThat(records().of("c1").mirrors()).isEmpty();
  }

  @Test
  void findsTheRecordOfASource() {
    assertThat(lanes().recorded("c1", MIRROR.source())).isEmpty();

    did(create(), new Outcome.Created(MIRROR));

    assertThat(lanes().recorded("c1", MIRROR.source())).contains(MIRROR);
    assertThat(lanes().recorded("c1", "other/source")).isEmpty();
    assertThat(lanes().recorded("c2", MIRROR.source())).isEmpty();
  }

  @Test
  void dropsTheRecordOfAMirrorThatADeleteDoesNotFind() {
    did(create(), new Outcome.Created(MIRROR));
    var gone = new Outcome.Refused(new Refusal.MirrorNotFound());

    did(new Write.Edit(new MirrorKey("id-1"), MirrorList.of("x/y"), null, null), gone);
    assertThat(records().of("c1").mirrors()).containsExactly(MIRROR);

    did(new Write.Delete(new MirrorKey("id-1"), true, null), gone);
    assertThat(records().of("c1").mirrors()).isEmpty();
  }

  @Test
  void findsTheClustersThatWereWrittenTo() {
    taken(create());

    for (var key : List.of("c1", "mycluster", "ext-1")) {
      assertThat(records().clusters(new ClusterKey(key)))
          .extracting(Cluster::id)
          .containsExactly("c1");
    }
    assertThat(records().clusters(new ClusterKey("other"))).isEmpty();
    assertThat(records().of("other")).isEqualTo(new Records.Recorded(List.of(), null));
  }

  @Test
  void findsAClusterWithOnlyARefusedWrite() {
    assertThat(records().clusters(new ClusterKey("mycluster"))).isEmpty();

    assertThat(end(laneState(), Status.running(operation(create())))).isTrue();

    assertThat(records().clusters(new ClusterKey("mycluster")))
        .extracting(Cluster::id)
        .containsExactly("c1");
  }

  @Test
  void returnsTheHistoryInPages() {
    for (var i = 0; i < 5; i++) {
      did(create(), new Outcome.Created(MIRROR));
    }

    var first = history().read("c1", Selection.OLDEST_FIRST, null, 2);
    var rest = history().read("c1", Selection.OLDEST_FIRST, 2L, 3);

    assertThat(first.entries()).extracting(HistoryEntry::number).containsExactly(1L, 2L);
    assertThat(first.next()).isEqualTo(2);
    assertThat(rest.entries()).extracting(HistoryEntry::number).containsExactly(3L, 4L, 5L);
    assertThat(rest.next()).isNull();
    assertThat(history().read("c1", Selection.OLDEST_FIRST, 5L, 10))
        .isEqualTo(new Page<>(List.of(), null));
    assertThat(history().read("other", Selection.OLDEST_FIRST, null, 10).entries()).isEmpty();
  }

  @Test
  void returnsTheHistoryNewestFirst() {
    for (var i = 0; i < 5; i++) {
      did(create(), new Outcome.Created(MIRROR));
    }

    var first = history().read("c1", Selection.NEWEST_FIRST, null, 2);
    var rest = history().read("c1", Selection.NEWEST_FIRST, first.next(), 3);
    var later = history().read("c1", new Selection(false, 3, null, Filter.NONE), null, 10);

    assertThat(first.entries()).extracting(HistoryEntry::number).containsExactly(5L, 4L);
    assertThat(first.next()).isEqualTo(4);
    assertThat(rest.entries()).extracting(HistoryEntry::number).containsExactly(3L, 2L, 1L);
    assertThat(rest.next()).isNull();
    assertThat(later.entries()).extracting(HistoryEntry::number).containsExactly(5L, 4L);
    assertThat(history().read("c1", Selection.NEWEST_FIRST, 1L, 10))
        .isEqualTo(new Page<>(List.of(), null));
    assertThat(history().read("c1", Selection.after(Long.MAX_VALUE), null, 10).entries()).isEmpty();
  }

  @Test
  void returnsTheSelectedEntriesInBothOrders() {
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Unchanged(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.ClusterNotHosted()));
    did(create(), new Outcome.Unchanged(MIRROR));

    for (var oldestFirst : List.of(true, false)) {
      var selection = new Selection(oldestFirst, 0, null, outcome("unchanged", "created"));
      var first = history().read("c1", selection, null, 2);
      var rest = history().read("c1", selection, first.next(), 2);

      assertThat(first.entries())
          .extracting(HistoryEntry::number)
          .containsExactlyElementsOf(oldestFirst ? List.of(1L, 2L) : List.of(4L, 2L));
      assertThat(first.next()).isNotNull();
      assertThat(rest.entries())
          .extracting(HistoryEntry::number)
          .containsExactly(oldestFirst ? 4L : 1L);
      assertThat(rest.next()).isNull();
    }
  }

  @Test
  void returnsTheHistoryAsItIsStored() {
    did(create(), new Outcome.Created(MIRROR));
    did(new Write.Apply(new MirrorSet(List.of()), false, false, 0), Outcome.Applied.NOTHING);
    did(create(), new Outcome.Unchanged(MIRROR));
    var entries = history().read("c1", Selection.OLDEST_FIRST, null, 10).entries();

    var first = history().stored("c1", null, 2);
    assertThat(first.entries()).hasSize(2);
    assertThat(first.next()).isEqualByComparingTo("2");
    var rest = history().stored("c1", first.next(), 1);
    assertThat(rest.next()).isNull();

    var all = new ArrayList<>(first.entries());
    all.addAll(rest.entries());
    assertThat(all)
        .usingRecursiveComparison()
        .ignoringCollectionOrderInFields("about")
        .isEqualTo(entries.stream().map(StoredEntry::of).toList());
    assertThat(history().stored("c1", BigDecimal.valueOf(3), 10).entries()).isEmpty();
    assertThat(history().stored("other", null, 10).entries()).isEmpty();
  }

  @Test
  void limitsAPageToTheSizeOfAReply() {
    var list = IntStream.range(0, 255).mapToObj(i -> "m.corp.com/" + "x".repeat(230) + i).toList();
    var large = new ImageMirror("id-1", "a/b", list, NOW, NOW);
    for (var i = 0; i < 20; i++) {
      did(create(), new Outcome.Updated(large, large));
    }

    var numbers = new ArrayList<Long>();
    var page = history().read("c1", Selection.OLDEST_FIRST, null, 100);
    assertThat(page.next()).isNotNull();
    for (var next = page.next(); ; next = page.next()) {
      assertThat(page.entries().stream().mapToInt(entry -> entry.text().length()).sum())
          .isLessThanOrEqualTo(2_000_000);
      page.entries().forEach(entry -> numbers.add(entry.number()));
      if (next == null) {
        break;
      }
      page = history().read("c1", Selection.OLDEST_FIRST, next, 100);
    }
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void keepsTheTimeOfTheLastOperationWithoutRecords() {
    did(create(), new Outcome.Created(MIRROR));
    did(new Write.Delete(new MirrorKey("id-1"), true, null), new Outcome.Deleted(MIRROR));

    assertThat(records().of("c1")).isEqualTo(new Records.Recorded(List.of(), NOW));
  }

  @Test
  void returnsTheHistoryOfOneMirrorByIdAndBySource() {
    var other = new ImageMirror("id-2", "c/d", List.of("m/d"), NOW, NOW);
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Created(other));
    did(create(), new Outcome.Unchanged(MIRROR));

    for (var key : List.of("id-1", "a/b")) {
      assertThat(history().read("c1", mirror(key), null, 10).entries())
          .extracting(HistoryEntry::number)
          .containsExactly(1L, 3L);
    }
    var first = history().read("c1", mirror("id-1"), null, 1);
    assertThat(first.next()).isNotNull();
    var rest = history().read("c1", mirror("id-1"), first.next(), 1);
    assertThat(rest.entries()).extracting(HistoryEntry::number).containsExactly(3L);
    assertThat(rest.next()).isNull();
  }

  /// More entries than are read without an index, and entries that have one of both keys.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void returnsALongHistoryOfOneMirror(boolean oldestFirst) {
    var other = new ImageMirror("id-2", "c/d", List.of("m/d"), NOW, NOW);
    for (var i = 0; i < 20; i++) {
      did(create(), new Outcome.Created(MIRROR));
      did(new Write.Delete(new MirrorKey("id-1"), true, null), refused());
      did(new Write.Delete(new MirrorKey("a/b"), true, null), refused());
      did(create(), new Outcome.Created(other));
    }
    var byId = LongStream.rangeClosed(1, 80).filter(n -> n % 4 == 1 || n % 4 == 2).boxed().toList();
    var bySource =
        LongStream.rangeClosed(1, 80).filter(n -> n % 4 == 1 || n % 4 == 3).boxed().toList();

    assertThat(numbers(new Selection(oldestFirst, 0, "id-1", Filter.NONE)))
        .isEqualTo(oldestFirst ? byId : byId.reversed());
    assertThat(numbers(new Selection(oldestFirst, 0, "a/b", Filter.NONE)))
        .isEqualTo(oldestFirst ? bySource : bySource.reversed());
    assertThat(numbers(new Selection(oldestFirst, 0, "a/b", outcome("refused")))).hasSize(20);
    assertThat(numbers(new Selection(oldestFirst, 40, "a/b", Filter.NONE))).hasSize(20);
    assertThat(numbers(new Selection(oldestFirst, 0, "b", Filter.NONE))).isEmpty();
  }

  private static Outcome refused() {
    return new Outcome.Refused(new Refusal.MirrorNotFound());
  }

  /// The numbers of the selected entries, in pages of seven.
  private List<Long> numbers(Selection selection) {
    var numbers = new ArrayList<Long>();
    var page = history().read("c1", selection, null, 7);
    for (; page.next() != null; page = history().read("c1", selection, page.next(), 7)) {
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(7);
      page.entries().forEach(entry -> numbers.add(entry.number()));
    }
    page.entries().forEach(entry -> numbers.add(entry.number()));
    return numbers;
  }

  private static StateCheckpoint checkpoint(long number, int mirrors) {
    var some =
        IntStream.range(0, mirrors)
            .mapToObj(i -> new ImageMirror("id-" + i, "a/" + (1_000 + i), List.of("m/b"), NOW, NOW))
            .toList();
    return new StateCheckpoint(new Head(number, Digest.sha256("" + number)), NOW, LATER, some);
  }

  @Test
  void returnsTheNewestCheckpointUpToAnEntry() {
    var first = checkpoint(1_000, 0);
    var second = checkpoint(2_000, 2);
    var large = checkpoint(4_000, 255);
    checkpoints().add("c1", second);
    checkpoints().add("c1", large);
    checkpoints().add("c1", first);
    checkpoints().add("c2", checkpoint(3_000, 1));

    assertThat(checkpoints().newest("c1", 0)).isEmpty();
    assertThat(checkpoints().newest("c1", 999)).isEmpty();
    assertThat(checkpoints().newest("c1", 1_000)).contains(first);
    assertThat(checkpoints().newest("c1", 1_999)).contains(first);
    assertThat(checkpoints().newest("c1", 3_999)).contains(second);
    assertThat(checkpoints().newest("c1", Long.MAX_VALUE)).contains(large);
    assertThat(checkpoints().newest("other", Long.MAX_VALUE)).isEmpty();
    assertThat(history().stored("c1", null, 10).entries()).isEmpty();
  }

  @Test
  void neverChangesACheckpoint() {
    var first = checkpoint(1_000, 1);
    checkpoints().add("c1", first);

    checkpoints().add("c1", checkpoint(1_000, 2));

    assertThat(checkpoints().newest("c1", 1_000)).contains(first);
  }

  @Test
  void chainsEachEntryToTheOneBefore() {
    did(create(), new Outcome.Created(MIRROR));
    did(create(), new Outcome.Refused(new Refusal.ClusterNotHosted()));

    var entries = history().read("c1", Selection.OLDEST_FIRST, null, 10).entries();

    assertThat(entries.get(1).shown().at("previous_hash").asText())
        .isEqualTo(entries.get(0).hash());
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.hash()).isEqualTo(Digest.sha256(entry.text())));
  }

  @Test
  void countsTheRefusalsOfACallerInAWindow() {
    var mine = operation(create());
    var other = waiting("somebody else", false).operation();
    var late = NOW.plusSeconds(600);

    assertThat(refused(mine, NOW)).isEqualTo(new Operations.RefusalCount(1, 0));
    assertThat(refused(mine, NOW)).isEqualTo(new Operations.RefusalCount(2, 0));
    assertThat(refused(operation(create()), NOW)).isEqualTo(new Operations.RefusalCount(3, 0));
    assertThat(refused(other, NOW)).isEqualTo(new Operations.RefusalCount(1, 0));
    assertThat(refused(mine, late)).isEqualTo(new Operations.RefusalCount(1, 3));
    assertThat(refused(mine, late)).isEqualTo(new Operations.RefusalCount(2, 0));
  }

  private Operations.RefusalCount refused(Operation operation, Instant window) {
    return operations().countRefusal(operation, window, LATER);
  }

  @Test
  void releasesTheLaneOfARefusedOperationWithoutAnEntry() {
    var lane = taken(create());
    var next = queued();
    var ended = Status.ended(lane, new Outcome.Refused(new Refusal.MirrorNotFound()));

    assertThat(lanes().release(lane, ended)).isTrue();

    assertThat(laneState().inFlight()).isNull();
    assertThat(laneState().head()).isEqualTo(Head.START);
    assertThat(operations().find(ended.id())).contains(ended);
    assertThat(history().read("c1", Selection.OLDEST_FIRST, null, 10).entries()).isEmpty();
    var turn = lanes().takeTurn("c1", place(next), holder + "-turn", LATER).orElseThrow();
    var lost =
        new Lane(
            turn.operation(),
            holder + "-other",
            turn.leaseUntil(),
            turn.head(),
            false,
            1,
            turn.progress(),
            null);
    assertThat(
            lanes()
                .release(
                    lost, Status.ended(lost, new Outcome.Refused(new Refusal.MirrorNotFound()))))
        .as("with another holder")
        .isFalse();
    assertThat(close(turn, created())).isTrue();
  }
}
