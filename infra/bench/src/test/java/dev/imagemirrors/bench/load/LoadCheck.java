package dev.imagemirrors.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.bench.Project;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The load, for some seconds. It runs when the package is built.
class LoadCheck {
  private static final Project PROJECT = new Project(Path.of("../..").toAbsolutePath().normalize());

  @Test
  void losesNothing() throws Exception {
    var time = Duration.ofSeconds(10);

    assertThat(Load.run(PROJECT, time, 3, 2, System.out)).isEmpty();
  }
}
