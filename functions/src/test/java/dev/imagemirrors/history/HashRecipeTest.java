package dev.imagemirrors.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The documented command computes the hash of an entry with any characters.
///
/// The command is Python, which the build does not need otherwise: without it these tests are
/// skipped. `.ci/run` fails when a test was skipped.
class HashRecipeTest {
  private static final Path GUIDE = Path.of("../docs/guides/history-and-restore.md");

  private static final String NEEDS_PYTHON =
      "python3 is not on the PATH, and the documented command is a Python program";

  /// The Python program between the quotes of the command.
  private static String program() throws IOException {
    var guide = Files.readString(GUIDE);
    var start = guide.indexOf("python3 -c '") + "python3 -c '".length();
    return guide.substring(start, guide.indexOf("\n'", start));
  }

  private static HistoryEntry entry(Head head, String reason) {
    return HistoryEntry.after(
        head,
        Json.object()
            .put("time", "2026-01-02T03:04:05Z")
            .put("reason", reason)
            .put("before", Json.Null.NULL)
            .put("mirror", Json.strings(List.of("id-1", "a/b")))
            .put("asked", Json.object().put("yes", Json.of(true)).put("id", "\u00eb").build())
            .build());
  }

  private static String run(String input) throws IOException, InterruptedException {
    var process = new ProcessBuilder("python3", "-c", program()).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean hasPython() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static String page(HistoryEntry... entries) {
    return JsonWriter.write(
        Json.object()
            .put(
                "history",
                new Json.Items(List.of(entries).stream().map(HistoryEntry::shown).toList()))
            .put("next", Json.Null.NULL)
            .build());
  }

  @Test
  void holdsForEveryCharacter() throws Exception {
    assumeTrue(hasPython(), NEEDS_PYTHON);
    var all =
        IntStream.rangeClosed(0, 0x1f_ff_ff >> 4)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .filter(c -> c < 0x3000 || c % 97 == 0 || c > 0xff00)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    var first = entry(Head.START, all);
    var second = entry(first.head(), "ordinary \\u007f \u007f");

    assertThat(run(page(first, second))).isEqualTo("1 True\n2 True\n");
  }

  @Test
  void showsAChangedEntry() throws Exception {
    assumeTrue(hasPython(), NEEDS_PYTHON);
    var changed = page(entry(Head.START, "because")).replace("because", "for nothing");

    assertThat(run(changed)).isEqualTo("1 False\n");
  }
}
