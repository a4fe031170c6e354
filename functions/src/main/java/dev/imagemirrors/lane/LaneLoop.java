package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.operation.LaneState;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes turns on a cluster's lane while there is time, and pauses between looks at a lane that
/// another invocation holds. The visitor decides when to stop.
///
/// A look is cheap, and shows only whether anything has happened. The longer the queue, the more it
/// costs and the less often it is taken.
final class LaneLoop {
  private final Pace pace;
  private final LaneWork work;

  LaneLoop(Pace pace, LaneWork work) {
    this.pace = pace;
    this.work = work;
  }

  /// Decides after each turn how to continue.
  interface Visitor<R> {
    /// How to continue after a turn.
    ///
    /// @param waited how long this visit has waited for the lane so far
    Next<R> after(LaneWork.Turn turn, Duration waited);
  }

  /// How to continue after a turn.
  sealed interface Next<R> {
    record Stop<R>(R result) implements Next<R> {}

    /// Take the next turn at once, because the lane has changed.
    record Again<R>() implements Next<R> {}

    /// Look again after a pause, which grows from look to look, and with the number of operations
    /// that come before.
    record Wait<R>(int ahead) implements Next<R> {}
  }

  /// Empty when the time has run out.
  ///
  /// @param known the cluster if it was just read
  /// @param operationId the operation whose turn is waited for, if any
  <R> Optional<R> visit(
      String clusterId, @Nullable Cluster known, @Nullable String operationId, Visitor<R> visitor) {
    var backoff = pace.laneBackoff();
    var waited = Duration.ZERO;
    LaneState seen = null;
    for (var looks = 1; pace.fits(Duration.ZERO); ) {
      var turn =
          (seen == null ? Optional.<LaneWork.Turn>empty() : work.look(clusterId, seen, operationId))
              .orElseGet(() -> work.next(clusterId, known));
      var ahead = 0;
      switch (visitor.after(turn, waited)) {
        case Next.Stop<R>(var result) -> {
          return Optional.of(result);
        }
        case Next.Again<R> _ -> {
          seen = null;
          looks = 1;
          continue;
        }
        case Next.Wait<R>(var before) -> ahead = before;
      }
      var now = seen(turn);
      looks = hasMoved(seen, now) ? 1 : looks;
      seen = now;
      var pause = Pace.longer(backoff.after(looks++), pace.untilNextLook(ahead, seen));
      if (!pace.fits(pause)) {
        break;
      }
      waited = waited.plus(pause);
      pace.time().sleep(pause);
    }
    return Optional.empty();
  }

  private static boolean hasMoved(@Nullable LaneState before, @Nullable LaneState now) {
    return before != null && now != null && !Objects.equals(before.first(), now.first());
  }

  /// The state of a lane that could not be worked on; null after a turn that has changed it.
  private static @Nullable LaneState seen(LaneWork.Turn turn) {
    return switch (turn) {
      case LaneWork.Turn.Busy(var laneState, _) -> laneState;
      case LaneWork.Turn.CallerBound(var laneState) -> laneState;
      case LaneWork.Turn.Ended _,
          LaneWork.Turn.Parked _,
          LaneWork.Turn.Idle _,
          LaneWork.Turn.LaneLost _ ->
          null;
    };
  }
}
