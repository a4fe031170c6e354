package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The short form of the soak test.
class SoakTest {
  @ParameterizedTest(name = "parallelism {0}")
  @ValueSource(ints = {1, 2})
  void answersOnBothPortsIdleAndBusy(int parallelism) throws Exception {
    try (var soak = Soak.start(parallelism)) {
      soak.idle(Duration.ofSeconds(3));
      soak.busy(Duration.ofSeconds(5));
      soak.idle(Duration.ofSeconds(1));

      assertThat(soak.figures().requests()).isGreaterThan(80);
    }
  }
}
