package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lanes of all clusters: who may write, what is in flight, what waits in line, and the head of
/// the history. Each call is one step that happens whole or not at all.
public interface Lanes {
  /// The most that can wait in line for one cluster.
  int MAX_QUEUED = 500;

  /// Takes the cluster's lane for the operation and writes the operation down; only when nothing is
  /// in it, and nothing waits for it.
  Taking take(Cluster cluster, Operation operation, String holder, Instant leaseUntil);

  /// Puts the operation, written down, at the end of the cluster's line. `due` is when somebody
  /// should look after it. False when too many wait there already; one that has ended does not wait
  /// again.
  boolean join(Cluster cluster, Status waiting, Instant due);

  /// Puts an operation that is written down, but neither in a line nor in a lane, at the end of the
  /// line. False when it is there, or has ended, after all.
  boolean rejoin(Cluster cluster, Status waiting, Instant due);

  LaneState state(String clusterId);

  /// The mirror that is recorded of a source, as it was when the last operation on it ended.
  Optional<ImageMirror> recorded(String clusterId, String source);

  /// Takes over what is in the lane and held by nobody; empty when somebody was quicker, or when it
  /// has ended: then the lane is free.
  Optional<Lane> takeOver(
      String clusterId, LaneState.InFlight seen, String holder, Instant leaseUntil);

  /// Takes the free lane for the first in its line; empty when somebody was quicker.
  Optional<Lane> takeTurn(String clusterId, String first, String holder, Instant leaseUntil);

  /// Ends the run but keeps the operation in the lane until it is tried again. False when the lane
  /// is no longer this run's.
  boolean park(Lane lane, Status waiting, boolean inDoubt, Instant due);

  /// Notes what is about to be sent first, and how much there is to do. False when the lane is no
  /// longer this run's, or this run has gone on since.
  boolean mark(Lane lane, Progress planned, Sending first);

  /// Writes one change of a set down, its record and its history entry, and what is sent next; the
  /// lane is kept.
  Closing advance(Lane lane, Outcome change, HistoryEntry entry);

  /// Writes the record of the last change, the history entry and the outcome, and frees the lane.
  Closing close(Lane lane, Status ended, Outcome change, HistoryEntry entry);

  /// Ends an operation that nobody runs: one in the line, one that waits in the lane, or one that
  /// was never in either. The cluster is given where it may not be known yet. False when things no
  /// longer stand as they were seen.
  boolean end(LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry);

  /// What taking a lane led to.
  sealed interface Taking {
    record Taken(Lane lane) implements Taking {}

    record Held(LaneState laneState) implements Taking {}
  }

  /// What closing a lane led to.
  sealed interface Closing {
    record Closed() implements Closing {}

    /// The history went on meanwhile, with what never needed the lane; nothing was written.
    record HeadMoved(Head head) implements Closing {}

    /// The lane is no longer this run's, and so somebody else has finished, or is finishing, the
    /// operation.
    record Lost() implements Closing {}
  }
}
