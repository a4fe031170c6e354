package dev.imagemirrors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Every promise is kept in 500 worlds in which everything goes wrong. `mvn -Pprove` looks at more
/// of them, and tells the story of one. Where the tests are run again and again, it may be fewer.
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 500);

  @Test
  void keepsEveryPromiseWhateverGoesWrong() {
    var seeds = Seeds.run(1, SEEDS, System.out::println);

    System.out.print(seeds.summary());
    assertThat(seeds.failed()).extracting(Simulation::failure).isEmpty();
  }

  /// A seed that has found something would be of no use, did it not find it again.
  @Test
  void playsASeedAgainToTheLetter() {
    for (var seed = 1; seed <= 20; seed++) {
      var once = Simulation.run(seed).story().lines();

      assertThat(Simulation.run(seed).story().lines()).isEqualTo(once);
      assertThat(Simulation.run(seed + 1_000).story().lines()).isNotEqualTo(once);
    }
  }
}
