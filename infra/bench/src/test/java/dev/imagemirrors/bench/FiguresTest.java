package dev.imagemirrors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void computesTheMedian() {
    assertThat(Figures.of(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5);
    assertThat(Figures.of(List.of(9.0, 1.0, 5.0, 6.0)).median()).isEqualTo(5.5);
    assertThat(Figures.of(List.of()).median()).isNaN();
  }

  @Test
  void computesPercentilesByNearestRank() {
    var hundred = new Figures(IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(Figures.of(List.of(7.0)).percentile(99)).isEqualTo(7);
    assertThat(Figures.of(List.of()).percentile(99)).isNaN();
  }

  @Test
  void showsUnknownValuesAsAWord() {
    assertThat(Figures.shown(Double.NaN, 1)).isEqualTo("unknown");
    assertThat(Figures.shown(2.25, 1)).isEqualTo("2.3");
  }
}
