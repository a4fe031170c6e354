package dev.imagemirrors.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void growsAsTheLineGrowsThatComesNearest() {
    var samples =
        List.of(
            new Memory.Sample(0, 1, 9),
            new Memory.Sample(1, 3, 9),
            new Memory.Sample(2, 4, 9),
            new Memory.Sample(3, 6, 9));

    assertThat(Memory.slope(samples, Memory.Sample::requests, Memory.Sample::alive))
        .isEqualTo(1.6, within(1e-9));
    assertThat(Memory.slope(samples, Memory.Sample::requests, Memory.Sample::resident)).isZero();
  }
}
