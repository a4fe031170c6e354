package dev.imagemirrors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every invariant holds in 500 simulations with injected faults. `mvn -Pprove` runs more, and
/// prints the trace of one. Mutation tests, which repeat this test, use fewer.
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 500);

  @Test
  void holdsEveryInvariantUnderInjectedFaults() {
    var seeds = Seeds.run(Scenarios.FAULTS, 1, SEEDS, System.out::println);

    System.out.print(seeds.summary());
    assertThat(seeds.failed()).extracting(Simulation::failure).isEmpty();
  }

  static List<Scenario> scenarios() {
    return Scenarios.LASTING;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void holdsEveryInvariantWhateverLasts(Scenario scenario) {
    var seeds = Seeds.run(scenario, 1, Math.clamp(SEEDS / 100, 1, 4), System.out::println);

    System.out.print(seeds.summary());
    assertThat(seeds.failed()).extracting(Simulation::failure).isEmpty();
  }

  /// A seed that found a violation is only useful if it finds it again.
  @Test
  void replaysASeedExactly() {
    for (var seed = 1; seed <= 20; seed++) {
      var once = Simulation.run(Scenarios.FAULTS, seed).trace().lines();

      assertThat(Simulation.run(Scenarios.FAULTS, seed).trace().lines()).isEqualTo(once);
      assertThat(Simulation.run(Scenarios.FAULTS, seed + 1_000).trace().lines()).isNotEqualTo(once);
    }
  }
}
