package dev.imagemirrors.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.text.Text;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Prints the functions' structured log lines in a readable form, without metrics.
final class ReadableLog extends PrintStream {
  ReadableLog(PrintStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public void println(String line) {
    var json = line.indexOf(": {");
    if (json < 0) {
      show(line);
      return;
    }
    try {
      print(line.substring(0, json), line.substring(json + 2));
    } catch (JsonProcessingException _) {
      show(line);
    }
  }

  /// Text of callers is in these lines: it must neither control the terminal nor look like another
  /// line of the log.
  private void show(String text) {
    super.println(Text.printable(text.replace("\t", "    ")));
  }

  /// The lines of a stack trace are indented, so that none looks like a line of its own.
  private void showIndented(String text) {
    text.lines().forEach(line -> show("  " + line));
  }

  private void print(String function, String structured) throws JsonProcessingException {
    var line = Json.read(structured);
    var message = line.path("message").asText();
    if (message.isEmpty()) {
      show(function + ": " + structured);
    } else if (!message.equals("metrics")) {
      var operation = line.path("operation_id").asText();
      show(
          "%s: %s %s%s"
              .formatted(
                  function,
                  line.path("level").asText(),
                  message,
                  operation.isEmpty() ? "" : " (operation " + operation + ")"));
      showIndented(line.path("stack_trace").asText());
    }
  }
}
