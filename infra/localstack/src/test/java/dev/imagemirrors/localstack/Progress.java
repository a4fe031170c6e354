package dev.imagemirrors.localstack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Progress messages for a person who watches, and waiting for tests.
final class Progress {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Progress() {}

  static void print(String line) {
    System.out.println(line);
  }

  static <T> T await(String what, Supplier<Optional<T>> found) {
    return await(what, PATIENCE, found);
  }

  static <T> T await(String what, Duration timeout, Supplier<Optional<T>> found) {
    var end = System.nanoTime() + timeout.toNanos();
    while (true) {
      var now = found.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("timed out waiting for " + what);
      }
      // Leaves the processors to the code under test.
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
