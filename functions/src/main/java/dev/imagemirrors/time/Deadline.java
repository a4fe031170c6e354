package dev.imagemirrors.time;

import java.time.Duration;

/// The time by which an invocation must answer, on a monotonic clock.
public record Deadline(Time time, long endNanos) {
  public static Deadline in(Time time, Duration duration) {
    return new Deadline(time, time.nanos() + duration.toNanos());
  }

  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
  }

  /// Whether work of this duration still ends in time.
  public boolean fits(Duration duration) {
    return remaining().compareTo(duration) >= 0;
  }

  /// The time in which this much has passed, if that is earlier.
  public Deadline atMost(Duration duration) {
    return fits(duration) ? in(time, duration) : this;
  }

  /// An earlier deadline, which keeps a reserve for other work.
  public Deadline keeping(Duration reserve) {
    return new Deadline(time, endNanos - reserve.toNanos());
  }
}
