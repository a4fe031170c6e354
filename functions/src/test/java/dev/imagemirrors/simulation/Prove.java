package dev.imagemirrors.simulation;

import java.time.Duration;

/// `mvn -Pprove`: runs many seeds (`-Dseeds=N`), or prints the trace of one (`-Dseed=N`).
public final class Prove {
  private static final long SEEDS = 2_000;

  private Prove() {}

  public static void main(String[] arguments) {
    var seed = Long.getLong("seed");
    var passed = seed == null ? many(Long.getLong("seeds", SEEDS)) : one(seed);
    System.exit(passed ? 0 : 1);
  }

  private static boolean many(long seeds) {
    var started = System.nanoTime();
    var all = Seeds.run(1, seeds, System.out::println);
    System.out.println();
    System.out.print(all.summary());
    System.out.println("%d s".formatted(Duration.ofNanos(System.nanoTime() - started).toSeconds()));
    all.failed().forEach(run -> System.out.println(run.failure()));
    return all.failed().isEmpty();
  }

  private static boolean one(long seed) {
    var run = Simulation.run(seed);
    run.trace().lines().forEach(System.out::println);
    run.violations().forEach(System.out::println);
    return run.violations().isEmpty();
  }
}
