package dev.imagemirrors.lane;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The wait of an operation before its next attempt: a quarter of its age, at most 20 seconds in
/// its first 10 minutes and an hour later. Each wait is drawn from the upper half of its range.
public record AttemptBackoff(RandomGenerator random) {
  private static final Duration FIRST_MINUTES = Duration.ofMinutes(10);
  private static final Duration MAX_AT_FIRST = Duration.ofSeconds(20);
  private static final Duration MAX = Duration.ofHours(1);
  private static final Duration MIN = Duration.ofSeconds(1);

  /// After so many attempts, the age alone decides.
  private static final int MOST_DOUBLED = 12;

  /// The wait after so many attempts. It is short after the first ones, also for an operation that
  /// has waited behind others for hours.
  Duration after(Duration age, int attempts) {
    var most = Duration.ofSeconds(1L << Math.min(attempts, MOST_DOUBLED));
    var wait = after(age);
    return wait.compareTo(most) < 0 ? wait : most;
  }

  public Duration after(Duration age) {
    var quarter = age.dividedBy(4);
    var most = age.compareTo(FIRST_MINUTES) < 0 ? MAX_AT_FIRST : MAX;
    var wait = quarter.compareTo(most) > 0 ? most : quarter;
    var jittered = wait.multipliedBy(50 + random.nextInt(51)).dividedBy(100);
    return jittered.compareTo(MIN) < 0 ? MIN : jittered;
  }
}
