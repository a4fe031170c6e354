package dev.imagemirrors.local.ocm;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a time limit.
final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Await() {}

  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("timed out after " + LIMIT);
      }
      Thread.onSpinWait();
    }
  }
}
