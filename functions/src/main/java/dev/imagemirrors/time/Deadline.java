package dev.imagemirrors.time;

import java.time.Duration;

/// The moment by which an invocation must have answered, on a monotonic clock.
public record Deadline(Time time, long endNanos) {
  public static Deadline in(Time time, Duration duration) {
    return new Deadline(time, time.nanos() + duration.toNanos());
  }

  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
  }

  /// Whether something that takes this long still ends in time.
  public boolean fits(Duration duration) {
    return remaining().compareTo(duration) >= 0;
  }

  /// The same moment less what must be left for something else.
  public Deadline keeping(Duration reserve) {
    return new Deadline(time, endNanos - reserve.toNanos());
  }
}
