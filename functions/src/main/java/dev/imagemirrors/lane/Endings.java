package dev.imagemirrors.lane;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import java.time.Duration;

/// Ends operations without the lane, because nothing is sent to the cluster: those that are refused
/// before they reach it, and those that are cancelled, or given up, while they wait.
final class Endings {
  static final String UNREADABLE = "it cannot be read; whether it reached the cluster is not known";

  private final Ports ports;
  private final Pace pace;

  Endings(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
  }

  /// Ends an operation that was never in the lane or the queue.
  Status refuse(Cluster cluster, Operation operation, Refusal refusal) {
    while (true) {
      var laneState = ports.lanes().state(operation.clusterId());
      var ended = Status.running(operation).endedBy(new Outcome.Refused(refusal));
      if (ports.lanes().end(laneState, cluster, ended, entry(laneState, ended))) {
        return reported(ended);
      }
    }
  }

  /// Ends a waiting operation; false when it is no longer waiting.
  boolean withdraw(Status waiting, Refusal refusal, boolean alsoInDoubt) {
    while (true) {
      var laneState = ports.lanes().state(waiting.operation().clusterId());
      var inFlight = laneState.inFlight();
      if (inFlight != null && laneState.isInFlight(waiting.id())) {
        var isRunning = !inFlight.waits() && !inFlight.until().isBefore(pace.now());
        if (isRunning || ((inFlight.inDoubt() || !inFlight.waits()) && !alsoInDoubt)) {
          return false;
        }
      } else if (!laneState.queue().contains(waiting.id())) {
        return false;
      }
      var ended = waiting.endedBy(new Outcome.Refused(refusal));
      if (ports.lanes().end(laneState, null, ended, entry(laneState, ended))) {
        reported(ended);
        return true;
      }
    }
  }

  /// Ends an operation that is stored for its cluster and is in neither the lane nor the queue;
  /// false when it is in one after all, or has ended.
  boolean drop(Status unplaced, Refusal refusal) {
    while (true) {
      var laneState = ports.lanes().state(unplaced.operation().clusterId());
      var now = ports.operations().find(unplaced.id());
      if (laneState.has(unplaced.id()) || now.isEmpty() || now.get().state().ended()) {
        return false;
      }
      var ended = unplaced.endedBy(new Outcome.Refused(refusal));
      if (ports.lanes().end(laneState, null, ended, entry(laneState, ended))) {
        reported(ended);
        return true;
      }
    }
  }

  /// Ends an operation that cannot be read, and frees its place. False when another invocation runs
  /// it, or it has left the lane.
  ///
  /// @param holder the caller's own, where it has taken the lane
  boolean discard(Unreadable broken, String clusterId, String holder) {
    var id = broken.operationId();
    while (true) {
      var laneState = ports.lanes().state(clusterId);
      var inFlight = laneState.inFlight();
      if (inFlight != null && laneState.isInFlight(id)) {
        if (!inFlight.isFree(pace.now()) && !inFlight.holder().equals(holder)) {
          return false;
        }
      } else if (!laneState.queue().contains(id)) {
        return false;
      }
      var entry =
          HistoryEntry.after(
              laneState.head(), HistoryContent.unreadable(id, clusterId, pace.now(), UNREADABLE));
      if (ports
          .lanes()
          .discard(laneState, new Unreadable(id, clusterId, broken), UNREADABLE, entry)) {
        return true;
      }
    }
  }

  private Status reported(Status ended) {
    var accepted = ended.operation().accepted();
    ports.telemetry().operationEnded(ended, Duration.between(accepted, pace.now()));
    return ended;
  }

  private HistoryEntry entry(LaneState laneState, Status ended) {
    var outcome = requireNonNull(ended.outcome());
    return HistoryEntry.after(
        laneState.head(),
        HistoryContent.content(
            ended.operation(), ended.operation().write(), outcome, pace.now(), null));
  }
}
