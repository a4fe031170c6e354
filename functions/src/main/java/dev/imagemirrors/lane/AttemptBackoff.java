package dev.imagemirrors.lane;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long an operation waits before its next run: a part of how long it has waited already, at
/// most 20 seconds in its first 10 minutes and an hour later on. Each wait is drawn from the upper
/// half of its range.
public record AttemptBackoff(RandomGenerator random) {
  private static final Duration EARLY = Duration.ofMinutes(10);
  private static final Duration MOST_EARLY = Duration.ofSeconds(20);
  private static final Duration MOST = Duration.ofHours(1);
  private static final Duration LEAST = Duration.ofSeconds(1);

  public Duration after(Duration waited) {
    var quarter = waited.dividedBy(4);
    var most = waited.compareTo(EARLY) < 0 ? MOST_EARLY : MOST;
    var wait = quarter.compareTo(most) > 0 ? most : quarter;
    var jittered = wait.multipliedBy(50 + random.nextInt(51)).dividedBy(100);
    return jittered.compareTo(LEAST) < 0 ? LEAST : jittered;
  }
}
