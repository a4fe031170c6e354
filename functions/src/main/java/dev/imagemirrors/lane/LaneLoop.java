package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes turn after turn on a cluster's lane while there is time, and waits between looks at a lane
/// that another invocation holds. When to stop is up to the caller.
final class LaneLoop {
  private final Pace pace;
  private final LaneWork work;

  LaneLoop(Pace pace, LaneWork work) {
    this.pace = pace;
    this.work = work;
  }

  /// Decides after each turn how to go on.
  interface Visitor<R> {
    /// How to go on after a turn.
    ///
    /// @param waited how long this visit has waited for the lane so far
    Next<R> after(LaneWork.Turn turn, Duration waited);
  }

  /// How to go on after a turn.
  sealed interface Next<R> {
    record Stop<R>(R result) implements Next<R> {}

    /// The lane has changed: take the next turn at once.
    record Again<R>() implements Next<R> {}

    /// Look again after a pause, which grows from look to look.
    record Wait<R>() implements Next<R> {}

    /// Look again after the shortest pause.
    record WaitBriefly<R>() implements Next<R> {}
  }

  /// Empty when the time is up.
  ///
  /// @param known the cluster, where it was just read
  <R> Optional<R> visit(String clusterId, @Nullable Cluster known, Visitor<R> visitor) {
    var backoff = pace.looks();
    var waited = Duration.ZERO;
    for (var looks = 1; pace.fits(Duration.ZERO); ) {
      switch (visitor.after(work.next(clusterId, known), waited)) {
        case Next.Stop<R>(var result) -> {
          return Optional.of(result);
        }
        case Next.Again<R> _ -> {
          looks = 1;
          continue;
        }
        case Next.WaitBriefly<R> _ -> looks = 1;
        case Next.Wait<R> _ -> {}
      }
      var pause = backoff.after(looks++);
      if (!pace.fits(pause)) {
        break;
      }
      waited = waited.plus(pause);
      pace.time().sleep(pause);
    }
    return Optional.empty();
  }
}
