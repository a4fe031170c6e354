package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Recovers operations that no invocation is running: queues them again, and gives up those whose
/// deadline has passed.
public final class Recovery {
  /// The time until the next check of an operation that was queued again.
  private static final Duration NEXT_CHECK = Duration.ofMinutes(10);

  private static final String CALLER_GONE =
      "only its own request could send it, and that request has ended";

  private final Ports ports;
  private final Pace pace;
  private final Endings endings;

  public Recovery(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.endings = new Endings(ports, pace);
  }

  /// What recovery has done.
  ///
  /// @param withoutCluster operations that ended without a cluster, and so without a history entry
  public record Recovered(int queued, int givenUp, List<Status> withoutCluster) {
    public Recovered {
      withoutCluster = List.copyOf(withoutCluster);
    }
  }

  /// Recovers every operation that is due.
  ///
  /// @param listener receives each operation without a cluster just before it ends, since no
  ///   history has it; when the listener fails, it receives the operation again in the next
  ///   recovery
  public Recovered recover(Consumer<Status> listener) {
    var tally = new Tally(listener);
    recoverDeadLetters(tally);
    for (var unfinished : ports.operations().due(pace.now())) {
      if (!pace.fits(Duration.ZERO)) {
        break;
      }
      if (!tally.attempt(() -> recoverOrDiscard(unfinished, tally))) {
        // What fails comes after all else that is due.
        tally.attempt(() -> ports.operations().postpone(unfinished, pace.now().plus(NEXT_CHECK)));
      }
    }
    reportWaiting();
    if (tally.failure != null) {
      throw tally.failure;
    }
    return new Recovered(tally.queued, tally.givenUp, tally.withoutCluster);
  }

  /// Reports the waiting operations, without those that wait for a cluster to become ready or
  /// behind such an operation.
  private void reportWaiting() {
    var unfinished = ports.operations().unfinished();
    var notReady =
        unfinished.stream()
            .filter(Operations.Unfinished::waitsForCluster)
            .map(Operations.Unfinished::clusterId)
            .collect(Collectors.toSet());
    var waiting = unfinished.stream().filter(each -> !notReady.contains(each.clusterId())).toList();
    var oldest =
        waiting.stream()
            .map(each -> Ids.time(each.operationId()))
            .min(Comparator.naturalOrder())
            .map(accepted -> Duration.between(accepted, pace.now()))
            .orElse(Duration.ZERO);
    ports
        .telemetry()
        .operationsWaiting(waiting.size(), oldest.isNegative() ? Duration.ZERO : oldest);
  }

  private static final class Tally {
    private final Consumer<Status> listener;
    private final List<Status> withoutCluster = new ArrayList<>();
    private int queued;
    private int givenUp;
    private @Nullable RuntimeException failure;

    Tally(Consumer<Status> listener) {
      this.listener = listener;
    }

    /// Runs a step that concerns one operation. A failure is kept until the others are done: one
    /// operation that cannot be recovered does not stop recovery.
    boolean attempt(Runnable step) {
      try {
        step.run();
        return true;
      } catch (RuntimeException broken) {
        failure = broken;
        return false;
      }
    }
  }

  private void recoverOrDiscard(Operations.Unfinished unfinished, Tally tally) {
    try {
      recover(unfinished, tally);
    } catch (Unreadable broken) {
      if (discard(broken, unfinished.clusterId())) {
        tally.givenUp++;
      } else {
        ports.operations().postpone(unfinished, pace.now().plus(NEXT_CHECK));
      }
    }
  }

  /// Ends an operation that cannot be read; false when another invocation holds its lane.
  private boolean discard(Unreadable broken, String clusterId) {
    var isPlaced = !clusterId.isEmpty() && ports.lanes().state(clusterId).has(broken.operationId());
    if (isPlaced) {
      return endings.discard(broken, clusterId, "");
    }
    ports.operations().discard(broken, Endings.UNREADABLE, pace.now());
    return true;
  }

  private void recover(Operations.Unfinished unfinished, Tally tally) {
    var found = ports.operations().find(unfinished.operationId());
    if (found.isEmpty()) {
      return;
    }
    var status = found.get();
    if (status.state().ended()) {
      if (unfinished.inLane()) {
        // A late call gave it the lane again. The next turn on the lane frees it.
        queue(unfinished, status, tally);
      }
    } else if (!unfinished.inLane() && !isPlaced(status)) {
      unplaced(status, tally);
    } else if (isPastDeadline(status)) {
      tally.givenUp += giveUp(status, "its deadline has passed") ? 1 : 0;
    } else if (isAbandoned(unfinished, status)
        && endings.withdraw(status, new Refusal.GivenUp(CALLER_GONE), false)) {
      tally.givenUp++;
    } else {
      queue(unfinished, status, tally);
    }
  }

  private void queue(Operations.Unfinished unfinished, Status status, Tally tally) {
    tally.queued += ports.queue().send(status) ? 1 : 0;
    var next = status.operation().orDeadline(pace.now().plus(NEXT_CHECK));
    ports.operations().postpone(unfinished, next);
  }

  /// Recovers the operations of dead letters. A dead letter that cannot be handled now is kept.
  private void recoverDeadLetters(Tally tally) {
    var removed = true;
    while (removed && pace.fits(Duration.ZERO)) {
      removed = false;
      for (var deadLetter : ports.queue().deadLetters()) {
        removed |= tally.attempt(() -> recover(deadLetter, tally));
      }
    }
  }

  private void recover(Queue.DeadLetter deadLetter, Tally tally) {
    ports.telemetry().deadLetterFound(deadLetter.operationId());
    try {
      ports
          .operations()
          .find(deadLetter.operationId())
          .filter(status -> !status.state().ended())
          .ifPresent(status -> recoverDead(status, tally));
    } catch (Unreadable broken) {
      tally.givenUp += discard(broken, broken.clusterId()) ? 1 : 0;
    }
    ports.queue().remove(deadLetter);
  }

  /// A dropped message proves nothing about its operation: the functions may have been throttled,
  /// or Lambda took a long chain of messages for a loop. So the operation gets a new message until
  /// its deadline, unless it is running or in no lane.
  private void recoverDead(Status status, Tally tally) {
    if (isPastDeadline(status)) {
      tally.givenUp += giveUp(status, "its deadline has passed") ? 1 : 0;
    } else if (waits(status)) {
      tally.queued += ports.queue().send(status) ? 1 : 0;
    }
  }

  private boolean waits(Status status) {
    var laneState = ports.lanes().state(status.operation().clusterId());
    var inFlight = laneState.inFlight();
    if (inFlight == null || !laneState.isInFlight(status.id())) {
      return laneState.queue().contains(status.id());
    }
    return inFlight.waits() || inFlight.isFree(pace.now());
  }

  private boolean giveUp(Status status, String why) {
    var waitedFor = status.waitReason();
    return endings.withdraw(
        status, new Refusal.GivenUp(waitedFor == null ? why : why + ": " + waitedFor), true);
  }

  /// Whether it is in its cluster's lane or queue.
  private boolean isPlaced(Status status) {
    var cluster = status.operation().clusterId();
    return !cluster.isEmpty() && ports.lanes().state(cluster).has(status.id());
  }

  /// Recovers an operation that is stored, and in neither a lane nor a queue.
  private void unplaced(Status status, Tally tally) {
    if (isPastDeadline(status)) {
      var why = "its deadline has passed, and it was never queued for a cluster";
      end(status, new Refusal.GivenUp(why), tally);
    } else if (status.operation().request().isCallerBound()) {
      end(status, new Refusal.GivenUp(CALLER_GONE), tally);
    } else {
      adopt(status, tally);
    }
  }

  /// Queues an operation whose request crashed after storing it, before it found the cluster or
  /// joined the queue.
  private void adopt(Status status, Tally tally) {
    switch (ports.clusters().find(status.operation().clusterKey())) {
      case Answer.Done(var found, _) when found.one().isPresent() ->
          place(status, found.one().get(), tally);
      case Answer.Done(var found, _) when found.total() > 1 ->
          end(status, new Refusal.GivenUp(found.total() + " clusters match"), tally);
      case Answer.Done(_, _), Answer.Absent(_) -> end(status, new Refusal.ClusterGone(), tally);
      case Answer<Clusters.Matches> other -> {
        switch (Refusal.of(other)) {
          case Refusal.Unavailable _ -> postpone(status, Pace.NEXT_CHECK);
          case Refusal refusal -> end(status, refusal, tally);
        }
      }
    }
  }

  private void place(Status status, Cluster cluster, Tally tally) {
    try {
      place(cluster, Status.queued(status.operation().on(cluster)), status);
    } catch (InvalidField fault) {
      end(status, new Refusal.GivenUp(fault.field() + " " + fault.reason()), tally);
    }
  }

  private void place(Cluster cluster, Status placed, Status status) {
    if (ports.lanes().rejoin(cluster, placed, pace.now().plus(NEXT_CHECK))) {
      var _ = ports.queue().send(placed);
    } else {
      postpone(status, NEXT_CHECK);
    }
  }

  private void postpone(Status status, Duration pause) {
    ports.operations().postpone(Operations.Unfinished.waiting(status), pace.now().plus(pause));
  }

  /// Ends an operation, in the history of its cluster if that is known.
  private void end(Status status, Refusal refusal, Tally tally) {
    if (!status.operation().clusterId().isEmpty()) {
      tally.givenUp += endings.drop(status, refusal) ? 1 : 0;
      return;
    }
    var ended = status.endedBy(new Outcome.Refused(refusal));
    tally.listener.accept(ended);
    ports.operations().end(ended);
    ports
        .telemetry()
        .operationEnded(ended, Duration.between(ended.operation().accepted(), pace.now()));
    tally.withoutCluster.add(ended);
  }

  /// Whether it waits in the queue for its own request, which has ended by now.
  private static boolean isAbandoned(Operations.Unfinished unfinished, Status status) {
    return !unfinished.inLane() && status.operation().request().isCallerBound();
  }

  private boolean isPastDeadline(Status status) {
    return status.operation().deadline().isBefore(pace.now());
  }
}
