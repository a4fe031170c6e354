package dev.imagemirrors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemirrors.mirror.InvalidField;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The key is quoted in a search expression, so only plain names are accepted.
class ClusterKeyTest {
  private static boolean isKey(String text) {
    try {
      return new ClusterKey(text).toString().equals(text);
    } catch (InvalidField _) {
      return false;
    }
  }

  @Test
  void isLettersDigitsUnderscoresAndDashes() {
    assertThat(IntStream.rangeClosed(0, 0x17f).mapToObj(c -> "a" + (char) c))
        .allSatisfy(
            text -> assertThat(isKey(text)).as(text).isEqualTo(text.matches("[A-Za-z0-9_-]+")));
  }

  @Test
  void isOf255CharactersAtMost() {
    assertThat(Stream.of("a", "a".repeat(255))).allMatch(ClusterKeyTest::isKey);
    assertThat(Stream.of("", "a".repeat(256))).noneMatch(ClusterKeyTest::isKey);
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new ClusterKey("a b"))
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("cluster"));
  }

  @Test
  void hasAReadiness() {
    assertThat(readiness("ready", true)).isEqualTo(new Readiness.Ready());
    assertThat(readiness("ready", false)).isEqualTo(new Readiness.Unsupported());
    assertThat(readiness("installing", true)).isEqualTo(new Readiness.NotYet("installing"));
    assertThat(Stream.of("installing", "waiting", "hibernating"))
        .allMatch(state -> new Readiness.NotYet(state).isTransient());
    assertThat(Stream.of("uninstalling", "error"))
        .noneMatch(state -> new Readiness.NotYet(state).isTransient());
  }

  private static Readiness readiness(String state, boolean hosted) {
    return Readiness.of(new Cluster("c1", "mycluster", null, state, hosted, "us-east-1"));
  }
}
