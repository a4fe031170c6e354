package dev.imagemirrors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Every invariant holds in 500 simulations with injected faults. `mvn -Pprove` runs more, and
/// prints the trace of one. Mutation tests, which repeat this test, use fewer.
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 500);

  @Test
  void holdsEveryInvariantUnderInjectedFaults() {
    var seeds = Seeds.run(1, SEEDS, System.out::println);

    System.out.print(seeds.summary());
    assertThat(seeds.failed()).extracting(Simulation::failure).isEmpty();
  }

  /// A seed that found a violation is only useful if it finds it again.
  @Test
  void replaysASeedExactly() {
    for (var seed = 1; seed <= 20; seed++) {
      var once = Simulation.run(seed).trace().lines();

      assertThat(Simulation.run(seed).trace().lines()).isEqualTo(once);
      assertThat(Simulation.run(seed + 1_000).trace().lines()).isNotEqualTo(once);
    }
  }
}
