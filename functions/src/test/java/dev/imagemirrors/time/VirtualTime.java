package dev.imagemirrors.time;

import java.time.Duration;
import java.time.Instant;

/// Time that passes only when a test advances it, or in a sleep.
public final class VirtualTime implements Time {
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private long nanos = 1_000_000_000L;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  /// Sets the wall clock alone, as a restored snapshot or a corrected clock does.
  public synchronized void set(Instant wall) {
    now = wall;
  }
}
