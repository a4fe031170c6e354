package dev.imagemirrors.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void fitsALineByLeastSquares() {
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

  /// Twenty samples, a thousand requests apart.
  private static Memory.Trend trend(double bytesOfARequest) {
    return Memory.trend(
        IntStream.range(0, 20)
            .mapToObj(look ->
                new Memory.Sample(
                    1_000 * look, 30 + bytesOfARequest * 1_000 * look / 1024 / 1024, 900))
            .toList());
  }

  @Test
  void detectsAnIdThatEachRequestLeaks() {
    assertThat(trend(104))
        .isEqualTo(
            new Memory.Trend(
                true,
                "Memory GROWS: in the second half, live heap 31.0 to 31.9 MB,"
                    + " 104 bytes per request; resident, including the tables, 900 to 900 MB"));
    assertThat(trend(90).grows()).isFalse();
    assertThat(trend(-200).text()).startsWith("Memory does not grow:");
  }

  @Test
  void reportsTooFewSamples() {
    assertThat(Memory.trend(List.of(new Memory.Sample(0, 1, 1))))
        .isEqualTo(new Memory.Trend(false, "Memory: too few samples to detect growth"));
  }
}
