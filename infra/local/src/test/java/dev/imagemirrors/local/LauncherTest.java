package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `.ci/run` checks that an older Java can load the class.
///
/// No option makes this Java pass for an older one: it sets `java.specification.version` itself.
class LauncherTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "9", "17", "24"})
  void refusesAnOlderJavaInOneLine(String version) {
    assertThat(Launcher.complaint(version))
        .startsWith("requires Java 25 or later, but this is Java ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "26", "100"})
  void acceptsThisJavaAndLaterOnes(String version) {
    assertThat(Launcher.complaint(version)).isEmpty();
  }

  @Test
  void passesItsArgumentsOn() throws Exception {
    var process =
        ServeProcess.command(List.of(), Launcher.class.getName(), List.of("--version")).start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).startsWith("image-mirrors-local ");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
