package dev.imagemirrors.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
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

  /// Twenty looks, of which each comes a thousand requests later.
  private static Memory.Verdict verdict(double bytesOfARequest) {
    return Memory.verdict(
        IntStream.range(0, 20)
            .mapToObj(look ->
                new Memory.Sample(
                    1_000 * look, 30 + bytesOfARequest * 1_000 * look / 1024 / 1024, 900))
            .toList());
  }

  @Test
  void tellsThatAnIdIsKeptOfEachRequest() {
    assertThat(verdict(104))
        .isEqualTo(
            new Memory.Verdict(
                true,
                "Memory GROWS: in the second half, alive on the heap after a collection 31.0 to 31.9 MB,"
                    + " 104 bytes a request; resident, with all that the tables hold, 900 to 900 MB"));
    assertThat(verdict(90).grows()).isFalse();
    assertThat(verdict(-200).words()).startsWith("Memory does not grow:");
  }

  @Test
  void saysThatItHasNotSeenEnough() {
    assertThat(Memory.verdict(List.of(new Memory.Sample(0, 1, 1))))
        .isEqualTo(
            new Memory.Verdict(false, "Memory: too few looks at it to tell whether it grows"));
  }
}
