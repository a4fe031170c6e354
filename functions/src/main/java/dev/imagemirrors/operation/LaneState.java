package dev.imagemirrors.operation;

import dev.imagemirrors.history.Head;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How things stand on a cluster: what is in its lane, and what waits in the queue behind it.
///
/// @param sources what is recorded as mirrored on the cluster
public record LaneState(
    Head head, @Nullable InFlight inFlight, List<String> queue, Set<String> sources) {
  public LaneState {
    queue = List.copyOf(queue);
    sources = Set.copyOf(sources);
  }

  /// The operation in the lane.
  ///
  /// @param until when its lease ends, or, of one that waits, when it is to be tried again
  /// @param waiting what it waits for; null while a run holds the lane
  public record InFlight(
      String operationId, String holder, Instant until, @Nullable State waiting, boolean inDoubt) {
    public boolean waits() {
      return waiting != null;
    }

    /// Whether somebody else may take it on: the run that held the lane is over, or it is time to
    /// try again.
    public boolean isFree(Instant now) {
      return until.isBefore(now);
    }
  }

  public boolean has(String operationId) {
    return queue.contains(operationId) || isInFlight(operationId);
  }

  public boolean isInFlight(String operationId) {
    return inFlight != null && inFlight.operationId().equals(operationId);
  }

  /// Whether it is the turn of this operation once the lane is free.
  public boolean isNext(String operationId) {
    return !queue.isEmpty() && queue.getFirst().equals(operationId);
  }

  /// The operation whose turn it is, or will be first.
  public @Nullable String first() {
    if (inFlight != null) {
      return inFlight.operationId();
    }
    return queue.isEmpty() ? null : queue.getFirst();
  }
}
