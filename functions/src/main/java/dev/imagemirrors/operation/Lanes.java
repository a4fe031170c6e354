package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lanes of all clusters: each has a holder, an operation in flight, a queue, and the head of
/// the history. Each call is atomic.
public interface Lanes {
  /// Takes the cluster's lane for the operation and stores the operation; only when the lane and
  /// its queue are empty.
  Taking take(Cluster cluster, Operation operation, String holder, Instant leaseUntil);

  /// Stores the operation and appends it to the cluster's queue. Recovery checks it at `due`. An
  /// operation that has ended is not queued again.
  Joining join(Cluster cluster, Status waiting, Instant due);

  /// Appends a stored operation that is neither in a lane nor in a queue to the queue. False when
  /// it is in one after all, or has ended, or when the queue is full.
  boolean rejoin(Cluster cluster, Status waiting, Instant due);

  LaneState state(String clusterId);

  /// The lane's state as it is or was some moments ago, for half the cost of [#state].
  LaneState glance(String clusterId);

  /// The recorded mirror of a source, as the last operation on it left it.
  Optional<ImageMirror> recorded(String clusterId, String source);

  /// Takes over the operation in a lane without a holder. Empty when another invocation did so
  /// first, or when the operation has ended: then the lane is free.
  Optional<Lane> takeOver(
      String clusterId, LaneState.InFlight seen, String holder, Instant leaseUntil);

  /// Takes the free lane for the first operation in its queue; empty when another invocation did so
  /// first.
  Optional<Lane> takeTurn(String clusterId, QueuePlace first, String holder, Instant leaseUntil);

  /// Ends the attempt and keeps the operation in the lane until the next one. False when another
  /// holder has the lane.
  boolean park(Lane lane, Status waiting, boolean inDoubt, Instant due);

  /// Stores the first change to be sent and the number of changes. False when another holder has
  /// the lane, or when this one has made progress since.
  boolean mark(Lane lane, Progress planned, Sending first);

  /// Stores one change of a set, with its record and its history entry, and the change to be sent
  /// next. The holder keeps the lane.
  Closing advance(Lane lane, Outcome change, HistoryEntry entry);

  /// Stores the record of the last change, the history entry and the outcome, and frees the lane.
  Closing close(Lane lane, Status ended, Outcome change, HistoryEntry entry);

  /// Stores the outcome of an operation that has changed nothing, without a history entry, and
  /// frees the lane. False when another holder has the lane.
  boolean release(Lane lane, Status ended);

  /// Ends an operation that no attempt is running: one in the queue, one that waits in the lane, or
  /// one that was in neither. The cluster is given when it may be new. False when the lane's state
  /// has changed from `seen`.
  boolean end(LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry);

  /// Ends an operation that cannot be read, as failed for the reason given, in the lane, in the
  /// queue or in neither. False when things no longer stand as they were seen.
  boolean discard(LaneState seen, Unreadable operation, String reason, HistoryEntry entry);

  /// The result of taking a lane.
  sealed interface Taking {
    record Taken(Lane lane) implements Taking {}

    record Held(LaneState laneState) implements Taking {}
  }

  /// The result of joining a queue.
  sealed interface Joining {
    record Joined() implements Joining {}

    /// The queue is too long; `limit` is the one of [QueueLimits] that was reached. Nothing was
    /// stored.
    record Full(String limit) implements Joining {}
  }

  /// The result of closing a lane.
  sealed interface Closing {
    record Closed() implements Closing {}

    /// An operation that needed no lane has added an entry to the history; nothing was stored.
    record HeadMoved(Head head) implements Closing {}

    /// Another holder has the lane, and has finished the operation or is running it.
    record LaneLost() implements Closing {}
  }
}
