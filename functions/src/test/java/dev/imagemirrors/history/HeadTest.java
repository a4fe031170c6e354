package dev.imagemirrors.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Heads and checkpoints that callers keep and give back.
class HeadTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void readsANumberAndAHash() {
    assertThat(Head.parse("1:" + HASH)).contains(new Head(1, HASH));
    assertThat(Head.parse("9".repeat(18) + ":" + HASH))
        .contains(new Head(999_999_999_999_999_999L, HASH));
    assertThat(Head.parse("10:" + HASH).orElseThrow()).hasToString("10:" + HASH);
  }

  @Test
  void refusesOtherText() {
    assertThat(
            Stream.of(
                "",
                ":" + HASH,
                "0:" + HASH,
                "01:" + HASH,
                "-1:" + HASH,
                "9".repeat(19) + ":" + HASH,
                "1/:" + HASH,
                "1::" + HASH,
                HASH,
                "1:",
                "1:" + HASH + "0",
                "1:" + HASH.substring(1)))
        .allMatch(text -> Head.parse(text).isEmpty());
  }

  @Test
  void requiresALowerCaseHexadecimalHash() {
    assertThat(IntStream.rangeClosed(0, 0x17f).mapToObj(c -> (char) c + HASH.substring(1)))
        .allSatisfy(hash ->
            assertThat(Head.parse("1:" + hash).isPresent())
                .as(hash)
                .isEqualTo(hash.matches("[0-9a-f]{64}")));
  }

  @Test
  void isTheStartOfACheck() {
    assertThat(Checkpoint.parse("7:" + HASH + ":2").orElseThrow())
        .satisfies(checkpoint -> {
          assertThat(checkpoint.last()).isEqualTo(new Head(7, HASH));
          assertThat(checkpoint.faults()).isEqualTo(2);
          assertThat(checkpoint.text()).isEqualTo("7:" + HASH + ":2");
        });
    assertThat(Checkpoint.parse("7:" + HASH + ":0").orElseThrow().text()).isEqualTo("7:" + HASH);
    assertThat(Checkpoint.parse("-1.5:" + HASH).orElseThrow().last()).isEqualTo(new Head(0, HASH));
    var most = "9".repeat(38);
    assertThat(
            Stream.of(
                most,
                "-" + most,
                "1" + "0".repeat(125),
                most + "0".repeat(88),
                "0." + "0".repeat(129) + "1"))
        .allSatisfy(number ->
            assertThat(Checkpoint.parse(number + ":" + HASH).orElseThrow().text())
                .isEqualTo(number + ":" + HASH));
    assertThat(
            Stream.of(
                "9".repeat(39) + ":" + HASH,
                "1." + "1".repeat(38) + ":" + HASH,
                "1" + "0".repeat(126) + ":" + HASH,
                "0." + "0".repeat(130) + "1:" + HASH,
                "9".repeat(400) + ":" + HASH,
                "1e3:" + HASH,
                "1E-3:" + HASH,
                "+7:" + HASH,
                "7:" + HASH + ":-1",
                "7:" + HASH + ":x",
                "7:" + HASH + ":1:1",
                "x:" + HASH,
                "1E300:" + HASH,
                "7",
                "7:0"))
        .allMatch(text -> Checkpoint.parse(text).isEmpty());
  }
}
