package dev.imagemirrors.simulation;

import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;

/// Time as one machine tells it: its wall clock is wrong by up to two minutes, now this way and now
/// that; its monotonic one is right, and begins anywhere.
final class SimulatedTime implements Time {
  /// By how much wall clocks are wrong at the most. A lease's margin bears more than twice that.
  static final Duration MOST_SKEW = Duration.ofMinutes(2);

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

  void isWrongBy(Duration wrong) {
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
