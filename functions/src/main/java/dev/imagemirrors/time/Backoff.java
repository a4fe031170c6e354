package dev.imagemirrors.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: growing from `first` by a factor up to `most`, each wait
/// drawn from the upper half of its range, so that callers that met once do not meet again.
public record Backoff(Duration first, Duration most, double growth, RandomGenerator random) {
  /// The wait after `tries` tries have failed, the first of them counted as 1.
  public Duration after(int tries) {
    var ceiling = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(growth, tries - 1));
    return Duration.ofNanos((long) (ceiling * (0.5 + random.nextDouble() / 2)));
  }
}
