package dev.imagemirrors.operation;

import dev.imagemirrors.history.Head;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of a cluster's lane: the operation in it, and the queue behind it.
public record LaneState(Head head, @Nullable InFlight inFlight, List<QueuePlace> places) {
  public LaneState {
    places = List.copyOf(places);
  }

  /// The operation in the lane.
  ///
  /// @param until the end of the lease or, if the operation waits, the time of its next attempt
  /// @param waiting what it waits for; null while an attempt holds the lane
  public record InFlight(
      String operationId, String holder, Instant until, @Nullable State waiting, boolean inDoubt) {
    public boolean waits() {
      return waiting != null;
    }

    /// Whether another invocation may take over: the lease has ended, or the next attempt is due.
    public boolean isFree(Instant now) {
      return until.isBefore(now);
    }
  }

  /// The IDs of the operations in the queue.
  public List<String> queue() {
    return places.stream().map(QueuePlace::operationId).toList();
  }

  public boolean has(String operationId) {
    return queue().contains(operationId) || isInFlight(operationId);
  }

  public boolean isInFlight(String operationId) {
    return inFlight != null && inFlight.operationId().equals(operationId);
  }

  /// The number of operations before this one.
  public int ahead(String operationId) {
    var place = queue().indexOf(operationId);
    return place < 0 ? 0 : place + (inFlight == null ? 0 : 1);
  }

  /// The operation in the lane, or else the first one in the queue.
  public @Nullable String first() {
    if (inFlight != null) {
      return inFlight.operationId();
    }
    return places.isEmpty() ? null : places.getFirst().operationId();
  }
}
