package dev.imagemirrors.simulation;

import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;

/// The clocks of one machine: the wall clock is off by up to two minutes either way; the monotonic
/// clock is exact, with an arbitrary origin.
final class SimulatedTime implements Time {
  /// The largest error of a wall clock. The margin of a lease covers more than twice that.
  static final Duration MAX_SKEW = Duration.ofMinutes(2);

  private static final Instant BEGINNING = Instant.parse("2026-01-02T03:04:05Z");

  private final Scheduler scheduler;
  private final long origin;
  private Duration skew = Duration.ZERO;

  SimulatedTime(Scheduler scheduler, long origin) {
    this.scheduler = scheduler;
    this.origin = origin;
  }

  /// The moment in true time.
  static Instant at(long nanos) {
    return BEGINNING.plusNanos(nanos);
  }

  void setSkew(Duration wrong) {
    skew = wrong;
  }

  @Override
  public Instant now() {
    return at(scheduler.now()).plus(skew);
  }

  @Override
  public long nanos() {
    return scheduler.now() + origin;
  }

  @Override
  public void sleep(Duration duration) {
    scheduler.sleep(duration);
  }
}
