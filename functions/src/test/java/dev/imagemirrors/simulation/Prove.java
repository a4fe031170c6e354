package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// `mvn -Pprove`: runs many seeds of each scenario (`-Dseeds=N`), or prints the trace of one
/// (`-Dseed=N`). `-Dscenario=NAME` chooses one scenario.
public final class Prove {
  private static final long SEEDS = 2_000;

  /// A seed of a scenario that lasts takes as long as this many with injected faults.
  private static final long LASTING = 20;

  private Prove() {}

  public static void main(String[] arguments) {
    var seed = Long.getLong("seed");
    var named = System.getProperty("scenario", "");
    var scenarios =
        Stream.concat(Stream.of(Scenarios.FAULTS), Scenarios.LASTING.stream())
            .filter(each -> named.isEmpty() || each.description().equals(named))
            .toList();
    var passed =
        seed == null
            ? many(scenarios, Long.getLong("seeds", SEEDS))
            : one(scenarios.getFirst(), seed);
    System.exit(passed ? 0 : 1);
  }

  private static boolean many(List<Scenario> scenarios, long seeds) {
    var passed = true;
    for (var scenario : scenarios) {
      var some = scenario.isFaulty() ? seeds : Math.max(1, seeds / LASTING);
      passed &= many(scenario, some);
    }
    return passed;
  }

  private static boolean many(Scenario scenario, long seeds) {
    var started = System.nanoTime();
    var all = Seeds.run(scenario, 1, seeds, System.out::println);
    System.out.println();
    System.out.print(all.summary());
    System.out.println("%d s".formatted(Duration.ofNanos(System.nanoTime() - started).toSeconds()));
    all.failed().forEach(run -> System.out.println(run.failure()));
    return all.failed().isEmpty();
  }

  private static boolean one(Scenario scenario, long seed) {
    var run = Simulation.run(scenario, seed);
    run.trace().lines().forEach(System.out::println);
    run.violations().forEach(System.out::println);
    return run.violations().isEmpty();
  }
}
