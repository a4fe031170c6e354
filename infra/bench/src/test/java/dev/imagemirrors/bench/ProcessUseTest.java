package dev.imagemirrors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUseTest {
  @Test
  void readsCpuTimesAfterAnyProgramName() {
    var stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 123 45 0 0 20 0";

    var use = ProcessUse.parse(stat, "Name:\tjava\nVmHWM:\t  163840 kB\nVmRSS:\t 10 kB\n");

    assertThat(use).isEqualTo(new ProcessUse(1680, 160));
  }
}
