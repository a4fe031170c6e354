package dev.imagemirrors.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void tellsHowMuchIsAddedEachMinuteWhateverTheNoise() {
    var points =
        List.of(
            new double[] {1, 11}, new double[] {2, 11}, new double[] {3, 15}, new double[] {4, 15});

    assertThat(Memory.slope(points)).isEqualTo(1.6, within(1e-9));
  }
}
