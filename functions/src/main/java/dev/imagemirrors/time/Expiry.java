package dev.imagemirrors.time;

import java.time.Duration;
import java.time.Instant;

/// A time on the wall clock and on the monotonic clock. It has passed when either clock has reached
/// it: neither a frozen environment nor a clock that is set back makes an old value valid again.
public record Expiry(Instant wall, long nanos) {
  public static Expiry in(Time time, Duration duration) {
    return new Expiry(time.now().plus(duration), time.nanos() + duration.toNanos());
  }

  public Expiry plus(Duration duration) {
    return new Expiry(wall.plus(duration), nanos + duration.toNanos());
  }

  public boolean hasPassed(Time time) {
    return !time.now().isBefore(wall) || time.nanos() - nanos >= 0;
  }

  /// The time that is left; zero when it has passed.
  public Duration left(Time time) {
    if (hasPassed(time)) {
      return Duration.ZERO;
    }
    var byWall = Duration.between(time.now(), wall);
    var byNanos = Duration.ofNanos(nanos - time.nanos());
    return byWall.compareTo(byNanos) < 0 ? byWall : byNanos;
  }
}
