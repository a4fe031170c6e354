package dev.imagemirrors.time;

import java.time.Duration;
import java.time.Instant;

/// Time as an invocation meets it: the wall clock, which other machines may disagree with, and a
/// monotonic one for how long things take. Passed in, so that tests choose it.
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
