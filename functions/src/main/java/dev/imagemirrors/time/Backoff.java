package dev.imagemirrors.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The wait before the next attempt. It grows from `first` by a factor up to `most`. Each wait is
/// drawn from the upper half of its range, so that callers that collided once do not collide again.
public record Backoff(Duration first, Duration most, double growth, RandomGenerator random) {
  /// The wait after `attempts` failed attempts; the first is 1.
  public Duration after(int attempts) {
    var ceiling =
        Math.min((double) most.toNanos(), first.toNanos() * Math.pow(growth, attempts - 1));
    return Duration.ofNanos((long) (ceiling * (0.5 + random.nextDouble() / 2)));
  }
}
