package dev.imagemirrors.local.ocm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that only a test moves.
final class TestClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
