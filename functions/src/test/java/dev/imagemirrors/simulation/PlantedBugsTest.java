package dev.imagemirrors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulation finds every planted bug within this number of seeds.
class PlantedBugsTest {
  private static final long SEEDS = 200;

  /// In a scenario that lasts, whose simulations take longer.
  private static final long LASTING = 3;

  private static final List<String> FOUND = Collections.synchronizedList(new ArrayList<>());

  static Stream<Bug> bugs() {
    return Stream.<Bug[]>of(
            StoreBug.values(), OcmBug.values(), OtherBug.values(), LastingBug.values())
        .flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Bug bug) {
    var found =
        LongStream.rangeClosed(1, bug.scenario().isFaulty() ? SEEDS : LASTING)
            .filter(seed -> violates(Simulation.run(seed, bug), bug.violates()))
            .findFirst();

    assertThat(found).as("%s violates %s", bug.description(), bug.violates()).isPresent();
    FOUND.add("%-62s %5d   %s".formatted(bug.description(), found.getAsLong(), bug.violates()));
  }

  private static boolean violates(Simulation run, Invariant invariant) {
    return run.violations().stream().map(Violation::invariant).anyMatch(invariant::equals);
  }

  @AfterAll
  static void printTable() {
    System.out.printf("%-62s %5s   %s%n", "planted bug", "seeds", "violated invariant");
    FOUND.forEach(System.out::println);
  }
}
