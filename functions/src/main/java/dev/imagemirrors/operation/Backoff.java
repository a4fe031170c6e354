package dev.imagemirrors.operation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: growing from `first` by half each time up to `most`, each
/// wait drawn from the upper half of its range, so that callers that met once do not meet again.
///
/// It grows slowly because what is waited for, OCM's 409, passes after seconds, and every overshoot
/// is felt once for each write of a burst.
public record Backoff(Duration first, Duration most, RandomGenerator random) {
  private static final double GROWTH = 1.5;

  /// The wait after `tries` tries have failed, the first of them counted as 1.
  public Duration after(int tries) {
    var ceiling = Math.min((double) most.toNanos(), first.toNanos() * Math.pow(GROWTH, tries - 1));
    return Duration.ofNanos((long) (ceiling * (0.5 + random.nextDouble() / 2)));
  }
}
