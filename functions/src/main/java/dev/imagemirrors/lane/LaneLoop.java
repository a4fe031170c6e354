package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes turns on a cluster's lane while there is time, and pauses between checks of a lane that
/// another invocation holds. The visitor decides when to stop.
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

    /// Check again after a pause, which grows from check to check, and with the number of
    /// operations that come before.
    record Wait<R>(int ahead) implements Next<R> {}

    /// Check again after the shortest pause.
    record WaitBriefly<R>() implements Next<R> {}
  }

  /// Empty when the time has run out.
  ///
  /// @param known the cluster if it was just read
  <R> Optional<R> visit(String clusterId, @Nullable Cluster known, Visitor<R> visitor) {
    var backoff = pace.laneBackoff();
    var waited = Duration.ZERO;
    for (var checks = 1; pace.fits(Duration.ZERO); ) {
      var ahead = 0;
      switch (visitor.after(work.next(clusterId, known), waited)) {
        case Next.Stop<R>(var result) -> {
          return Optional.of(result);
        }
        case Next.Again<R> _ -> {
          checks = 1;
          continue;
        }
        case Next.WaitBriefly<R> _ -> checks = 1;
        case Next.Wait<R>(var before) -> ahead = before;
      }
      var pause = Pace.longer(backoff.after(checks++), pace.turnsOf(ahead));
      if (!pace.fits(pause)) {
        break;
      }
      waited = waited.plus(pause);
      pace.time().sleep(pause);
    }
    return Optional.empty();
  }
}
