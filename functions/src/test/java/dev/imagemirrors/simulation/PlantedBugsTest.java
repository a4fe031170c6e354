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

/// The simulation would find us out: each bug that is planted is found, within so many seeds.
class PlantedBugsTest {
  private static final long SEEDS = 200;

  private static final List<String> FOUND = Collections.synchronizedList(new ArrayList<>());

  static Stream<Bug> bugs() {
    return Stream.<Bug[]>of(StoreBug.values(), OcmBug.values(), OtherBug.values())
        .flatMap(Stream::of);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Bug bug) {
    var found =
        LongStream.rangeClosed(1, SEEDS)
            .filter(seed -> breaks(Simulation.run(seed, bug), bug.breaks()))
            .findFirst();

    assertThat(found).as("%s breaks %s", bug.words(), bug.breaks()).isPresent();
    FOUND.add("%-62s %5d   %s".formatted(bug.words(), found.getAsLong(), bug.breaks()));
  }

  private static boolean breaks(Simulation run, Invariant promise) {
    return run.broken().stream().map(Broken::promise).anyMatch(promise::equals);
  }

  @AfterAll
  static void tell() {
    System.out.printf("%-62s %5s   %s%n", "a planted bug", "seeds", "found by");
    FOUND.forEach(System.out::println);
  }
}
