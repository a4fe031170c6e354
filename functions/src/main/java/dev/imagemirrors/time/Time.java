package dev.imagemirrors.time;

import java.time.Duration;
import java.time.Instant;

/// The time of an invocation: the wall clock, which can differ between machines, and a monotonic
/// clock for durations. It is passed in, so that tests can control it.
public interface Time {
  Instant now();

  /// Nanoseconds since some origin, never backwards.
  long nanos();

  void sleep(Duration duration);

  Time SYSTEM =
      new Time() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) {
          try {
            Thread.sleep(duration);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to try again", stopped);
          }
        }
      };
}
