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
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.time.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Ends operations without the lane, because nothing is sent to the cluster: those that are refused
/// before they reach it, and those that are cancelled, or given up, while they wait.
final class Endings {
  static final String UNREADABLE = "it cannot be read; whether it reached the cluster is not known";

  private final Ports ports;
  private final Pace pace;
  private final Refusals refusals;

  Endings(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.refusals = new Refusals(ports, pace);
  }

  /// Ends an operation that was never in the lane or the queue.
  Status refuse(Cluster cluster, Operation operation, Refusal refusal) {
    var outcome = new Outcome.Refused(refusal);
    var ended = Status.running(operation).endedBy(outcome);
    switch (refusals.filing(operation, outcome)) {
      case Refusals.Filing.CountOnly _ -> ports.operations().end(ended);
      case Refusals.Filing.Entry(var note) -> file(cluster, ended, note);
    }
    return reported(ended);
  }

  private void file(Cluster cluster, Status ended, @Nullable String note) {
    for (var retries = new Retries(); ; retries.next()) {
      var laneState = ports.lanes().state(ended.operation().clusterId());
      if (end(laneState, cluster, ended, note)) {
        return;
      }
    }
  }

  /// Ends a waiting operation; false when it is no longer waiting.
  boolean withdraw(Status waiting, Refusal refusal, boolean alsoInDoubt) {
    for (var retries = new Retries(); ; retries.next()) {
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
      if (end(laneState, null, ended, null)) {
        reported(ended);
        return true;
      }
    }
  }

  /// Ends an operation that is stored for its cluster and is in neither the lane nor the queue;
  /// false when it is in one after all, or has ended.
  boolean drop(Status unplaced, Refusal refusal) {
    for (var retries = new Retries(); ; retries.next()) {
      var laneState = ports.lanes().state(unplaced.operation().clusterId());
      var now = ports.operations().find(unplaced.id());
      if (laneState.has(unplaced.id()) || now.isEmpty() || now.get().state().ended()) {
        return false;
      }
      var ended = unplaced.endedBy(new Outcome.Refused(refusal));
      if (end(laneState, null, ended, null)) {
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
    for (var retries = new Retries(); ; retries.next()) {
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

  private boolean end(
      LaneState seen, @Nullable Cluster cluster, Status ended, @Nullable String note) {
    try {
      return ports.lanes().end(seen, cluster, ended, entry(seen, ended, note));
    } catch (Unstorable refused) {
      var content =
          HistoryContent.shortened(ended.operation(), requireNonNull(ended.outcome()), pace.now());
      return ports.lanes().end(seen, cluster, ended, HistoryEntry.after(seen.head(), content));
    }
  }

  /// The pauses after which a change is made again that others were quicker than, until the time is
  /// up.
  private final class Retries {
    private final Backoff backoff = pace.laneBackoff();
    private int failures;

    void next() {
      var pause = backoff.after(++failures);
      if (!pace.deadline().fits(pause)) {
        throw new StoreUnavailable(
            new TimeoutException("the lane has changed " + failures + " times meanwhile"));
      }
      pace.time().sleep(pause);
    }
  }

  private Status reported(Status ended) {
    var accepted = ended.operation().accepted();
    ports.telemetry().operationEnded(ended, Duration.between(accepted, pace.now()));
    return ended;
  }

  private HistoryEntry entry(LaneState laneState, Status ended, @Nullable String note) {
    var outcome = requireNonNull(ended.outcome());
    return HistoryEntry.after(
        laneState.head(),
        HistoryContent.noted(
            HistoryContent.content(
                ended.operation(), ended.operation().write(), outcome, pace.now(), null),
            note));
  }
}
