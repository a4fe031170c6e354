package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Works on a cluster's lane: one operation at a time, in the order in which they were accepted.
///
/// Every invocation that comes to a lane works on the first operation in it, whichever request
/// submitted that operation. So no operation depends on one invocation.
final class LaneWork {
  /// How long after the time of its next attempt recovery checks an operation.
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final Ports ports;
  private final Pace pace;
  private final Journal journal;
  private final Endings endings;
  private final @Nullable CallerSession callerSession;

  /// @param callerSession the operation that this request sends with its caller's token, if any
  LaneWork(Ports ports, Pace pace, @Nullable CallerSession callerSession) {
    this.ports = ports;
    this.pace = pace;
    this.journal = new Journal(ports, pace);
    this.endings = new Endings(ports, pace);
    this.callerSession = callerSession;
  }

  /// The result of a turn on a lane.
  sealed interface Turn {
    record Ended(Status status, Outcome outcome) implements Turn {}

    /// The operation waits in the lane for its next attempt.
    record Parked(Status status) implements Turn {}

    /// Another invocation holds the lane, or the operation in it waits for its next attempt.
    record Busy(LaneState laneState, LaneState.InFlight inFlight) implements Turn {}

    /// The first operation can be sent only by its own request.
    record CallerBound(LaneState laneState) implements Turn {}

    record Idle() implements Turn {}

    /// Another invocation has taken the lane or changed it; read its state again.
    record LaneLost() implements Turn {}
  }

  /// Looks at a lane that could not be worked on. Empty when a turn may have another result now, or
  /// the operation is no longer there. Cheaper than a turn; it can miss what happened just now.
  ///
  /// @param operationId the operation whose turn is waited for, if any
  Optional<Turn> look(String clusterId, LaneState seen, @Nullable String operationId) {
    var now = ports.lanes().glance(clusterId);
    if (operationId != null && !now.has(operationId)) {
      return Optional.empty();
    }
    var inFlight = now.inFlight();
    if (inFlight == null) {
      var first = now.first();
      return seen.inFlight() == null && first != null && first.equals(seen.first())
          ? Optional.of(new Turn.CallerBound(now))
          : Optional.empty();
    }
    var mayBeSettled =
        inFlight.waiting() == State.WAITING_FOR_CLUSTER && !inFlight.equals(seen.inFlight());
    return inFlight.isFree(pace.now()) || mayBeSettled
        ? Optional.empty()
        : Optional.of(new Turn.Busy(now, inFlight));
  }

  /// Takes one turn. `known` is the cluster if it was just read.
  Turn next(String clusterId, @Nullable Cluster known) {
    var holder = pace.ids().next();
    try {
      return next(clusterId, holder, known);
    } catch (Unreadable broken) {
      // Also when another invocation was quicker to end it, the lane has changed.
      var _ = endings.discard(broken, clusterId, holder);
      return new Turn.LaneLost();
    }
  }

  private Turn next(String clusterId, String holder, @Nullable Cluster known) {
    var laneState = ports.lanes().state(clusterId);
    var inFlight = laneState.inFlight();
    if (inFlight != null) {
      return inFlight.isFree(pace.now()) || isSettled(inFlight, clusterId, known)
          ? ports
              .lanes()
              .takeOver(clusterId, inFlight, holder, pace.leaseEnd())
              .map(lane -> run(lane, known))
              .orElseGet(Turn.LaneLost::new)
          : new Turn.Busy(laneState, inFlight);
    }
    if (laneState.places().isEmpty()) {
      return new Turn.Idle();
    }
    var first = laneState.places().getFirst();
    if (belongsToAnotherCaller(first.operationId())) {
      return new Turn.CallerBound(laneState);
    }
    return ports
        .lanes()
        .takeTurn(clusterId, first, holder, pace.leaseEnd())
        .map(lane -> run(lane, known))
        .orElseGet(Turn.LaneLost::new);
  }

  private boolean belongsToAnotherCaller(String id) {
    return !belongsToThisCaller(id)
        && ports
            .operations()
            .find(id)
            .filter(status -> status.operation().request().isCallerBound())
            .isPresent();
  }

  private boolean belongsToThisCaller(String id) {
    return callerSession != null && callerSession.isFor(id);
  }

  /// The ports for an operation: OCM with its caller's token in the caller's request, else with the
  /// credentials of the stack.
  private Ports portsFor(Operation operation) {
    return callerSession != null && callerSession.isFor(operation.id())
        ? callerSession.within(ports)
        : ports;
  }

  private WriteAttempt.Sender sender(Operation operation) {
    if (!operation.request().isCallerBound()) {
      return WriteAttempt.Sender.STACK;
    }
    return belongsToThisCaller(operation.id())
        ? WriteAttempt.Sender.CALLER
        : WriteAttempt.Sender.NONE;
  }

  /// Whether the wait for a cluster is over: it is ready, or cannot become ready.
  private boolean isSettled(
      LaneState.InFlight inFlight, String clusterId, @Nullable Cluster known) {
    if (inFlight.waiting() != State.WAITING_FOR_CLUSTER) {
      return false;
    }
    var answer = known == null ? ports.clusters().read(clusterId) : new Answer.Done<>(known, null);
    return switch (answer) {
      case Answer.Done(var cluster, _) ->
          !(Readiness.of(cluster) instanceof Readiness.NotYet notYet && notYet.isTransient());
      case Answer.Absent(_) -> true;
      case Answer<Cluster> _ -> false;
    };
  }

  /// Runs the operation in the held lane until it ends or the time runs out.
  Turn run(Lane lane, @Nullable Cluster known) {
    var operation = lane.operation();
    var begun = pace.now();
    ports
        .telemetry()
        .attemptStarted(operation, lane.attempts(), Duration.between(operation.accepted(), begun));
    var turn = workOrGiveUp(lane, known);
    var now = pace.now();
    ports.telemetry().laneReleased(Duration.between(begun, now));
    switch (turn) {
      case Turn.Ended(var ended, _) ->
          ports.telemetry().operationEnded(ended, Duration.between(operation.accepted(), now));
      case Turn.Parked(var waiting) -> ports.telemetry().operationParked(waiting);
      case Turn.Busy _, Turn.CallerBound _, Turn.Idle _, Turn.LaneLost _ -> {}
    }
    return turn;
  }

  /// An operation whose result the store refuses for good ends with the reason: it would hold up
  /// its cluster.
  private Turn workOrGiveUp(Lane lane, @Nullable Cluster known) {
    try {
      return work(lane, known);
    } catch (Unstorable refused) {
      var outcome = givenUp("its result cannot be stored: " + refused.reason());
      return journal.giveUp(lane, outcome)
          ? new Turn.Ended(Status.ended(lane, outcome), outcome)
          : new Turn.LaneLost();
    }
  }

  private Turn work(Lane lane, @Nullable Cluster known) {
    if (lane.inDoubt()) {
      // What was sent had been confirmed, or did no harm.
      return attempt(lane, known == null ? unread(lane.operation()) : known);
    }
    if (isPastDeadline(lane.operation())) {
      return close(lane, givenUp("its deadline passed before it could be attempted"), null);
    }
    var answer =
        known == null
            ? portsFor(lane.operation()).clusters().read(lane.operation().clusterId())
            : new Answer.Done<>(known, null);
    if (answer instanceof Answer.Done(var cluster, _)) {
      return guarded(lane, cluster, Readiness.of(cluster));
    }
    return switch (Refusal.of(answer)) {
      case Refusal.Unavailable(var why) -> park(lane, State.WAITING_FOR_OCM, why, false, null);
      case Refusal refusal -> close(lane, new Outcome.Refused(refusal), null);
    };
  }

  /// A cluster of which nothing is known but its ID.
  private static Cluster unread(Operation operation) {
    return new Cluster(
        operation.clusterId(), operation.clusterKey().value(), null, "unknown", true, null);
  }

  private Turn guarded(Lane lane, Cluster cluster, Readiness readiness) {
    return switch (readiness) {
      case Readiness.Ready _ -> attempt(lane, cluster);
      case Readiness.NotYet notYet
          when lane.operation().request().deferred() && notYet.isTransient() ->
          park(
              lane,
              State.WAITING_FOR_CLUSTER,
              "the cluster is " + notYet.state() + ", not ready",
              false,
              null);
      case Readiness.NotYet(var state) ->
          close(lane, new Outcome.Refused(new Refusal.ClusterNotReady(state)), null);
      case Readiness.Unsupported _ ->
          close(lane, new Outcome.Refused(new Refusal.ClusterNotHosted()), null);
    };
  }

  private Turn attempt(Lane lane, Cluster cluster) {
    return switch (lane.operation().write()) {
      case Write.Single single -> attempt(lane, cluster, single);
      case Write.Apply apply -> attempt(lane, cluster, apply);
    };
  }

  private Turn attempt(Lane lane, Cluster cluster, Write.Single write) {
    var operation = lane.operation();
    var attempt =
        new WriteAttempt(
            portsFor(operation),
            pace,
            lane,
            Sending.unread(write),
            lane.inDoubt(),
            sender(operation),
            cluster);
    return switch (attempt.run()) {
      case WriteAttempt.Result.Ended(Outcome.Refused(Refusal.ClusterNotReady(var state)), _) ->
          guarded(lane, cluster, new Readiness.NotYet(state));
      case WriteAttempt.Result.Ended(var outcome, var ocmOperationId) ->
          close(lane, outcome, ocmOperationId);
      case WriteAttempt.Result.TimeUp(var why, var inDoubt, var atLeast) ->
          outOfTime(lane, why, inDoubt, atLeast);
    };
  }

  private Turn attempt(Lane lane, Cluster cluster, Write.Apply apply) {
    return switch (new SetAttempt(ports, pace, journal, lane, apply, cluster).run()) {
      case SetAttempt.Result.Ended(
              var now,
              Outcome.Refused(Refusal.ClusterNotReady(var state)),
              _,
              _,
              _) ->
          guarded(now, cluster, new Readiness.NotYet(state));
      case SetAttempt.Result.Ended(
              var now,
              var outcome,
              var change,
              var requested,
              var ocmOperationId) ->
          journal.close(now, outcome, change, requested, ocmOperationId)
              ? new Turn.Ended(Status.ended(now, outcome), outcome)
              : new Turn.LaneLost();
      case SetAttempt.Result.TimeUp(var now, var why, var inDoubt, var atLeast) ->
          outOfTime(now, why, inDoubt, atLeast);
      case SetAttempt.Result.LaneLost _ -> new Turn.LaneLost();
    };
  }

  private Turn outOfTime(Lane lane, Refusal why, boolean inDoubt, @Nullable Duration atLeast) {
    if (lane.operation().request().isCallerBound() && !inDoubt) {
      // Its request ends with this reply, and no other one can send it.
      return close(lane, new Outcome.Refused(why), null);
    }
    var reason = HistoryContent.text(why);
    if (!isPastDeadline(lane.operation())) {
      return park(lane, State.WAITING_FOR_OCM, reason, inDoubt, atLeast);
    }
    return close(
        lane,
        givenUp(
            inDoubt
                ? "its deadline has passed, and it is not known whether it reached the cluster: "
                    + reason
                : "its deadline has passed: " + reason),
        null);
  }

  private Turn park(
      Lane lane, State state, String why, boolean inDoubt, @Nullable Duration atLeast) {
    var age = Duration.between(lane.operation().accepted(), pace.now());
    var wait = Pace.longer(pace.attemptBackoff().after(age, lane.attempts()), atLeast);
    if (state == State.WAITING_FOR_CLUSTER) {
      wait = Queue.MAX_PAUSE;
    }
    var next = pace.now().plus(wait).truncatedTo(ChronoUnit.MILLIS);
    var status = Status.waiting(lane, state, next, why);
    var due = lane.operation().orDeadline(next.plus(GRACE));
    return ports.lanes().park(lane, status, inDoubt, due)
        ? new Turn.Parked(status)
        : new Turn.LaneLost();
  }

  private Turn close(Lane lane, Outcome outcome, @Nullable String ocmOperationId) {
    var done = lane.withProgress(outcome.countedIn(lane.progress()), null);
    var stored =
        (outcome instanceof Outcome.Refused refused && ocmOperationId == null)
            ? journal.refuse(done, refused)
            : journal.close(done, outcome, outcome, lane.operation().write(), ocmOperationId);
    return stored ? new Turn.Ended(Status.ended(done, outcome), outcome) : new Turn.LaneLost();
  }

  private boolean isPastDeadline(Operation operation) {
    return operation.deadline().isBefore(pace.now());
  }

  private static Outcome givenUp(String reason) {
    return new Outcome.Refused(new Refusal.GivenUp(reason));
  }
}
