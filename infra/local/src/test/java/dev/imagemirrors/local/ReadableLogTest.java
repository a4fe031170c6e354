package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadableLogTest {
  private static String shown(String line) {
    var out = new ByteArrayOutputStream();
    try (var log = new ReadableLog(new PrintStream(out, true, StandardCharsets.UTF_8))) {
      log.println(line);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsTheEvent() {
    assertThat(
            shown(
                "F: {\"level\":\"INFO\",\"message\":\"create ended: created\",\"operation_id\":\"o1\"}"))
        .isEqualTo("F: INFO create ended: created (operation o1)\n");
  }

  @Test
  void showsTheStackTraceOfAnError() {
    assertThat(
            shown(
                "F: {\"level\":\"ERROR\",\"message\":\"it broke\",\"stack_trace\":\"A\\n\\tat b\\n\"}"))
        .isEqualTo("F: ERROR it broke\n  A\n      at b\n");
  }

  @Test
  void escapesControlCharacters() {
    assertThat(shown("F: {\"level\":\"INFO\",\"message\":\"a\\u001b[2Jb\\u202ec\"}"))
        .isEqualTo("F: INFO a\\u{1b}[2Jb\\u{202e}c\n");
    assertThat(shown("F: \u001b]0;title\u0007")).isEqualTo("F: \\u{1b}]0;title\\u{7}\n");
  }

  @Test
  void letsNoTextLookLikeAnotherLine() {
    assertThat(shown("F: {\"level\":\"INFO\",\"message\":\"a\\nF: INFO forged\"}"))
        .isEqualTo("F: INFO a\\nF: INFO forged\n");
    assertThat(shown("F failed: Denied: a\nF: INFO forged"))
        .isEqualTo("F failed: Denied: a\\nF: INFO forged\n");
    assertThat(
            shown(
                "F: {\"level\":\"ERROR\",\"message\":\"b\",\"stack_trace\":\"b\\nF: INFO forged\"}"))
        .isEqualTo("F: ERROR b\n  b\n  F: INFO forged\n");
  }

  @Test
  void omitsMetrics() {
    assertThat(shown("F: {\"level\":\"INFO\",\"message\":\"metrics\",\"OcmLatency\":3}")).isEmpty();
  }

  @Test
  void leavesOtherLinesUnchanged() {
    for (var line :
        new String[] {"plain", "F: {no json", "F: {\"a\":1}", "F failed: Type: {text"}) {
      assertThat(shown(line)).isEqualTo(line + "\n");
    }
  }
}
