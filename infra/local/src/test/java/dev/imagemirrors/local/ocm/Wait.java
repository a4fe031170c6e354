package dev.imagemirrors.local.ocm;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition, as long as it takes and no longer.
final class Wait {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Wait() {}

  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("nothing came of it in " + LIMIT);
      }
      Thread.onSpinWait();
    }
  }
}
