package dev.imagemirrors.simulation;

import java.time.Duration;

/// `mvn -Pprove`: runs many seeds (`-Dseeds=N`), or tells the story of one (`-Dseed=N`).
public final class Prove {
  private static final long SEEDS = 2_000;

  private Prove() {}

  public static void main(String[] arguments) {
    var seed = Long.getLong("seed");
    var good = seed == null ? many(Long.getLong("seeds", SEEDS)) : one(seed);
    System.exit(good ? 0 : 1);
  }

  private static boolean many(long seeds) {
    var begun = System.nanoTime();
    var all = Seeds.run(1, seeds, System.out::println);
    System.out.println();
    System.out.print(all.summary());
    System.out.println("%d s".formatted(Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
    all.failed().forEach(run -> System.out.println(run.failure()));
    return all.failed().isEmpty();
  }

  private static boolean one(long seed) {
    var run = Simulation.run(seed);
    run.story().lines().forEach(System.out::println);
    run.broken().forEach(System.out::println);
    return run.broken().isEmpty();
  }
}
