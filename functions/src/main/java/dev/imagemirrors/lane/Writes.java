package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.ClusterLookup;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.ReadBack;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one path on which every write to a cluster runs, whichever event started it:
///
/// 1. take the cluster's lane and store the operation; if the lane is taken, store the operation at
///    the end of the queue and work on the earlier ones until its turn comes;
/// 2. call OCM until the write is made or refused, or the time runs out ([WriteAttempt]);
/// 3. store the record, the history entry and the outcome, and free the lane, in one transaction.
///
/// A write that does not finish within the request is accepted: it stays in the lane or its queue,
/// and the work queue runs it later. A crash between any two steps leaves a lane whose lease ends.
/// The next caller finishes the operation in it.
public final class Writes {
  private final Ports ports;
  private final Pace pace;
  private final LaneWork work;
  private final LaneLoop loop;
  private final Endings endings;

  public Writes(Ports ports, Pace pace) {
    this(ports, pace, null);
  }

  private Writes(Ports ports, Pace pace, @Nullable CallerSession callerSession) {
    this.ports = ports;
    this.pace = pace;
    this.work = new LaneWork(ports, pace, callerSession);
    this.loop = new LaneLoop(pace, work);
    this.endings = new Endings(ports, pace);
  }

  public Submitted submit(Request request) {
    var id = pace.ids().next();
    return notStorable(id, request).orElseGet(() -> fitting(request, () -> storable(id, request)));
  }

  /// What the store refuses because of its size is not accepted.
  private static Submitted fitting(Request request, Supplier<Submitted> submit) {
    try {
      return submit.get();
    } catch (Unstorable refused) {
      var field = request.write() instanceof Write.Apply ? "image_mirrors" : "mirrors";
      return new Submitted.NotStorable(
          new InvalidField(field, "is too large to be stored: " + refused.reason()));
    }
  }

  private Submitted storable(String id, Request request) {
    var key = request.key();
    return key == null ? submit(id, request) : submitOnce(id, request, key);
  }

  /// An operation is read back in memory before anything is stored: one that cannot be read again
  /// would hold up its cluster.
  private Optional<Submitted> notStorable(String id, Request request) {
    return ReadBack.fault(operation(id, Operation.NO_CLUSTER, request))
        .map(Submitted.NotStorable::new);
  }

  /// Attempts a write with its caller's token, in its turn and within this request. A write that
  /// cannot be sent in that time fails. A write in doubt is accepted; the next turn on the lane
  /// settles it by reading, with the credentials of the stack.
  ///
  /// @param clusters OCM with the caller's token, as are `mirrors`
  public Submitted submitForCaller(
      Cluster cluster, Request request, Clusters clusters, ClusterMirrors mirrors) {
    if (!request.isCallerBound() || request.deferred() || request.key() != null) {
      throw new IllegalArgumentException(
          "only a request through the OCM-compatible API is caller-bound, without a key and not deferred");
    }
    ports.telemetry().clusterFound(cluster.id());
    var id = pace.ids().next();
    return notStorable(id, request)
        .orElseGet(() ->
            fitting(
                request,
                () ->
                    new Writes(ports, pace, new CallerSession(id, clusters, mirrors))
                        .submit(cluster, id, request)));
  }

  /// A request with a key is stored before anything else, so that a repeat finds the operation of
  /// the first request in any state.
  private Submitted submitOnce(String id, Request request, IdempotencyKey key) {
    var running = Status.running(operation(id, Operation.NO_CLUSTER, request));
    return switch (stored(id, () -> claim(key, running))) {
      case Operations.Claiming.AlreadyClaimed(var first, var fields)
          when !fields.equals(key.fields()) ->
          new Submitted.KeyReused(first);
      case Operations.Claiming.AlreadyClaimed(var first, _) ->
          stored(first, () -> found(first).map(Writes::warnedOfNodes))
              .orElseGet(() ->
                  new Submitted.NotAccepted(
                      new Refusal.Unavailable(
                          "the first request with this idempotency key has just ended; try again")));
      case Operations.Claiming.Claimed _ ->
          stored(id, () -> keptOrReleased(submit(id, request), running, key));
    };
  }

  /// Does what stores an operation, or follows that. A failure carries the ID, because the store
  /// may have done what it did not confirm.
  private <T> T stored(String id, Supplier<T> work) {
    try {
      return work.get();
    } catch (PossiblyAccepted | Unstorable known) {
      throw known;
    } catch (RuntimeException failure) {
      ports.telemetry().concernsOperation(id);
      throw new PossiblyAccepted(id, failure);
    }
  }

  private Operations.Claiming claim(IdempotencyKey key, Status running) {
    var claiming = ports.operations().claim(key, running, pace.leaseEnd());
    return claiming instanceof Operations.Claiming.AlreadyClaimed(var first, _)
            && freesItsKey(first, running)
        ? ports.operations().reclaim(key, running, pace.leaseEnd(), first)
        : claiming;
  }

  /// Whether an operation was cancelled, or ended because it was not confirmed: the same request
  /// can be sent again with its key, then with its confirmation. An event that is only delivered
  /// again does not undo a cancellation.
  private boolean freesItsKey(String id, Status again) {
    return ports
        .operations()
        .find(id)
        .filter(one ->
            one.state() == State.CANCELLED
                ? !isSameEvent(one.operation(), again.operation())
                : isUnconfirmed(one.outcome()))
        .isPresent();
  }

  private static boolean isSameEvent(Operation one, Operation other) {
    var actor = one.request().actor();
    return actor.event() != null && actor.equals(other.request().actor());
  }

  private static boolean isUnconfirmed(@Nullable Outcome outcome) {
    return outcome instanceof Outcome.Refused(var why) && why.asksForConfirmation();
  }

  /// Releases the key of a request that was not stored for a cluster. Only an event from the bus,
  /// which is not sent again, is kept until OCM can find its cluster.
  private Submitted keptOrReleased(Submitted submitted, Status running, IdempotencyKey key) {
    if (submitted instanceof Submitted.NotAccepted(Refusal.Unavailable(var why))
        && running.operation().request().actor().via() == Actor.Via.BUS) {
      var next = pace.now().plus(Pace.NEXT_CHECK).truncatedTo(ChronoUnit.MILLIS);
      ports.operations().postpone(Operations.Unfinished.of(running), next);
      return new Submitted.Accepted(running.waitingForOcm(next, why), true, List.of());
    }
    if (submitted instanceof Submitted.NoSingleCluster
        || submitted instanceof Submitted.NotStorable
        || submitted instanceof Submitted.NotAccepted) {
      ports.operations().release(key, running.id());
    }
    return submitted;
  }

  private Submitted submit(String id, Request request) {
    return switch (ports.clusterLookup().find(request.cluster())) {
      case ClusterLookup.Result.Found(var cluster) ->
          onCluster(cluster, request, its -> submit(cluster, id, its));
      case ClusterLookup.Result.Recorded(var cluster, Refusal.Unavailable why) ->
          onCluster(cluster, request, its -> queueIfConfirmed(cluster, id, its, why));
      case ClusterLookup.Result.Recorded _ -> new Submitted.NoSingleCluster(0);
      case ClusterLookup.Result.NoSingleMatch(var total) -> new Submitted.NoSingleCluster(total);
      case ClusterLookup.Result.Failed(var why) -> new Submitted.NotAccepted(why);
    };
  }

  /// Submits a request whose mirrors name the region of its cluster.
  private static Submitted onCluster(
      Cluster cluster, Request request, Function<Request, Submitted> submit) {
    Request its;
    try {
      its = request.on(cluster);
    } catch (InvalidField fault) {
      return new Submitted.NotStorable(fault);
    }
    return submit.apply(its);
  }

  private Submitted queueIfConfirmed(
      Cluster cluster, String id, Request request, Refusal.Unavailable why) {
    var operation = operation(id, cluster.id(), request);
    return stored(
        id,
        () ->
            Confirmation.refusalByRecords(ports, cluster, request.write(), why)
                .map(refusal -> refuse(cluster, operation, refusal))
                .orElseGet(() -> queue(cluster, operation, why)));
  }

  /// Accepts a write while OCM is unavailable, for a cluster in the records.
  private Submitted queue(Cluster cluster, Operation operation, Refusal.Unavailable why) {
    ports.telemetry().clusterFound(cluster.id());
    var recorded = recorded(operation);
    var next = pace.now().plus(Pace.NEXT_CHECK).truncatedTo(ChronoUnit.MILLIS);
    var status = Status.running(operation).waitingForOcm(next, why.reason());
    return stored(
        operation.id(),
        () ->
            switch (ports.lanes().join(cluster, status, pace.leaseEnd())) {
              case Lanes.Joining.Joined _ ->
                  warned(accepted(status), cluster, operation.request(), recorded);
              case Lanes.Joining.Full(var limit) -> queueFull(limit);
            });
  }

  private Submitted submit(Cluster cluster, String id, Request request) {
    var operation = operation(id, cluster.id(), request);
    var waits = !(Readiness.of(cluster) instanceof Readiness.Ready);
    var refused =
        Refusal.guard(Readiness.of(cluster), request.deferred())
            .or(() -> Confirmation.refusal(ports, cluster, request.write(), waits));
    return stored(
        id,
        () ->
            refused
                .map(refusal -> refuse(cluster, operation, refusal))
                .orElseGet(() -> run(cluster, operation)));
  }

  private Submitted refuse(Cluster cluster, Operation operation, Refusal refusal) {
    if (refusal instanceof Refusal.Unavailable) {
      return new Submitted.NotAccepted(refusal);
    }
    var key = operation.request().key();
    if (key != null) {
      ports.operations().release(key, operation.id());
    }
    var ended = endings.refuse(cluster, operation, refusal);
    return new Submitted.Ended(ended, new Outcome.Refused(refusal), List.of());
  }

  /// The recorded sources, for the warnings about a write. They are read before the write is
  /// accepted: afterwards, nothing but its own result may fail it.
  private Set<String> recorded(Operation operation) {
    return operation.request().isCallerBound() || !Warnings.dependOnSources(operation.write())
        ? Set.of()
        : ports.records().of(operation.clusterId()).sources();
  }

  private Submitted run(Cluster cluster, Operation operation) {
    var recorded = recorded(operation);
    return switch (ports.lanes().take(cluster, operation, pace.ids().next(), pace.leaseEnd())) {
      case Lanes.Taking.Taken(var lane) ->
          warned(begin(lane, cluster), cluster, operation.request(), recorded);
      case Lanes.Taking.Held _ ->
          Confirmation.refusalOfQueued(ports, cluster, operation.write())
              .map(refusal -> refuse(cluster, operation, refusal))
              .orElseGet(
                  () -> warned(join(cluster, operation), cluster, operation.request(), recorded));
    };
  }

  private Submitted begin(Lane lane, Cluster cluster) {
    return switch (work.run(lane, cluster)) {
      case LaneWork.Turn.Ended(var status, var outcome) ->
          new Submitted.Ended(status, outcome, List.of());
      case LaneWork.Turn.Parked(var status) -> accepted(status);
      case LaneWork.Turn.LaneLost _,
          LaneWork.Turn.Busy _,
          LaneWork.Turn.CallerBound _,
          LaneWork.Turn.Idle _ ->
          current(Status.running(lane.operation()));
    };
  }

  private static Submitted warned(
      Submitted submitted, Cluster cluster, Request request, Set<String> recorded) {
    return warned(submitted, outcome -> advice(cluster, request, recorded, outcome));
  }

  /// OCM's API has no warnings, and its callers' values are not checked before OCM has them.
  private static List<String> advice(
      Cluster cluster, Request request, Set<String> recorded, @Nullable Outcome outcome) {
    return request.isCallerBound()
        ? List.of()
        : Warnings.inRegion(
            request.region(), cluster, Warnings.of(cluster, request.write(), recorded, outcome));
  }

  /// A repeat has only the warning that concerns every change: the cluster, on which the others
  /// depend, is not read again.
  private static Submitted warnedOfNodes(Submitted submitted) {
    return warned(submitted, _ -> List.of());
  }

  /// The result with its warnings.
  ///
  /// @param advice the warnings about a write; the outcome is null while it waits
  private static Submitted warned(
      Submitted submitted, Function<@Nullable Outcome, List<String>> advice) {
    return switch (submitted) {
      case Submitted.Ended(var status, var outcome, _) ->
          new Submitted.Ended(status, outcome, Warnings.after(outcome, advice.apply(outcome)));
      case Submitted.Accepted(var status, var queued, _) ->
          new Submitted.Accepted(status, queued, Warnings.ahead(advice.apply(null)));
      case Submitted.NoSingleCluster _,
          Submitted.NotAccepted _,
          Submitted.NotStorable _,
          Submitted.KeyReused _ ->
          submitted;
    };
  }

  private Submitted join(Cluster cluster, Operation operation) {
    var status = Status.queued(operation);
    if (ports.lanes().join(cluster, status, pace.leaseEnd())
        instanceof Lanes.Joining.Full(var limit)) {
      return queueFull(limit);
    }
    if (!operation.request().isCallerBound()) {
      return work(cluster, status);
    }
    try {
      return work(cluster, status);
    } catch (RuntimeException broken) {
      withdraw(status, broken);
      throw broken;
    }
  }

  private static Submitted queueFull(String limit) {
    return new Submitted.NotAccepted(new Refusal.ClusterBusy(limit));
  }

  /// Withdraws an operation that only its own request can send, when that request fails, so that it
  /// does not block the queue.
  private void withdraw(Status status, RuntimeException broken) {
    if (!pace.fits(Duration.ZERO)) {
      return;
    }
    try {
      var _ = endings.withdraw(status, new Refusal.GivenUp("its request failed"), false);
    } catch (RuntimeException still) {
      broken.addSuppressed(still);
    }
  }

  /// Works on the earlier operations, until this one has had its turn.
  private Submitted work(Cluster cluster, Status status) {
    return loop.visit(cluster.id(), cluster, status.id(), (turn, _) -> after(turn, status))
        .orElseGet(() -> outOfTime(status));
  }

  private LaneLoop.Next<Submitted> after(LaneWork.Turn turn, Status status) {
    return switch (turn) {
      case LaneWork.Turn.Ended(var ended, var outcome) when ended.id().equals(status.id()) ->
          stop(new Submitted.Ended(ended, outcome, List.of()));
      case LaneWork.Turn.Parked(var waiting) when waiting.id().equals(status.id()) ->
          stop(accepted(waiting));
      case LaneWork.Turn.Ended _, LaneWork.Turn.LaneLost _ -> new LaneLoop.Next.Again<>();
      case LaneWork.Turn.Idle _ -> stop(current(status));
      case LaneWork.Turn.Busy(var laneState, _) when !laneState.has(status.id()) ->
          stop(current(status));
      case LaneWork.Turn.CallerBound(var laneState) when !laneState.has(status.id()) ->
          stop(current(status));
      case LaneWork.Turn.Busy(var laneState, var inFlight)
          when isHopeless(laneState, inFlight, status) ->
          stop(outOfTime(status));
      case LaneWork.Turn.Busy(var laneState, _) ->
          new LaneLoop.Next.Wait<>(laneState.ahead(status.id()));
      case LaneWork.Turn.CallerBound(var laneState) ->
          new LaneLoop.Next.Wait<>(laneState.ahead(status.id()));
      case LaneWork.Turn.Parked _ -> new LaneLoop.Next.Wait<>(0);
    };
  }

  private static LaneLoop.Next<Submitted> stop(Submitted submitted) {
    return new LaneLoop.Next.Stop<>(submitted);
  }

  /// Its turn did not come in time: it keeps waiting, unless only this request can send it.
  private Submitted outOfTime(Status status) {
    if (!status.operation().request().isCallerBound()) {
      return accepted(status);
    }
    var why = new Refusal.ClusterBusy("other writes of the cluster were not finished in time");
    var _ = endings.withdraw(status, why, false);
    return current(status);
  }

  /// Whether its turn does not come within this request. A write that only this request can send
  /// waits as long as the request lasts; any other one is handed over early, so that a request does
  /// not wait for an outage to end.
  private boolean isHopeless(LaneState laneState, LaneState.InFlight inFlight, Status status) {
    if (status.operation().request().isCallerBound()) {
      return inFlight.waits()
          && inFlight.until().isAfter(pace.now().plus(pace.deadline().remaining()));
    }
    return (inFlight.waits() && pace.isTooLate(inFlight.until()))
        || !pace.canAwait(laneState.ahead(status.id()));
  }

  private Submitted accepted(Status status) {
    // An operation that waits for its cluster is queued when the cluster is ready.
    var queued = status.state() == State.WAITING_FOR_CLUSTER || ports.queue().send(status);
    return new Submitted.Accepted(status, queued, List.of());
  }

  /// The current state of an operation that another invocation has run.
  private Submitted current(Status status) {
    return found(status.id()).orElseGet(() -> new Submitted.Accepted(status, true, List.of()));
  }

  /// The result of an operation so far.
  private Optional<Submitted> found(String id) {
    return ports.operations().find(id).map(Writes::submitted);
  }

  private static Submitted submitted(Status status) {
    var outcome = status.outcome();
    return outcome == null
        ? new Submitted.Accepted(status, true, List.of())
        : new Submitted.Ended(status, outcome, List.of());
  }

  private Operation operation(String id, String clusterId, Request request) {
    var now = pace.now().truncatedTo(ChronoUnit.MILLIS);
    return new Operation(id, clusterId, request, now, now.plus(pace.operationLifetime()));
  }
}
