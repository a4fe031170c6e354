package dev.imagemirrors.simulation;

import java.time.Duration;

/// Checks that operations end soon after what held them up.
final class Drain {
  private Drain() {}

  /// Every operation that was requested before a moment has ended at most this long after it.
  static void check(FinalState end, Assertions assertions, long moment, Duration within) {
    for (var status : end.operations()) {
      var window = end.window(status);
      if (window.from() < moment) {
        var after = Duration.ofNanos(Math.max(0, window.to() - moment));
        end.world().figures().measured("end of the backlog", after);
        assertions.require(
            after.compareTo(within) <= 0,
            Invariant.BACKLOG_DRAINS,
            () -> "%s ended %s after %s".formatted(status.id(), after, Trace.time(moment)));
      }
    }
  }
}
