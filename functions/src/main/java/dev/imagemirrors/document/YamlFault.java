package dev.imagemirrors.document;

import dev.imagemirrors.text.Text;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// The reason why a text is not the YAML that is read, with its line, and the next step where the
/// usual causes leave a trace.
///
/// @param text the whole text
record YamlFault(String text) {
  static final String JOIN = "put '---' on a line of its own between two documents";

  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F]*:[0-9a-fA-F:.]*]");
  private static final Pattern SPECIAL_START =
      Pattern.compile("(^|[\\s:-])[*&!%@`]\\S", Pattern.MULTILINE);

  /// The reason for a fault that the parser found.
  String reason(YAMLException broken) {
    return switch (broken) {
      case MarkedYAMLException marked -> marked(marked);
      case ReaderException unreadable ->
          "contains %s, which YAML does not allow%s%s"
              .formatted(
                  Text.named(unreadable.getCodePoint()),
                  place(unreadable.getPosition()),
                  unreadable.getCodePoint() == 0
                      ? ": save the file as UTF-8; it is probably UTF-16, as '>' in PowerShell writes it"
                      : "");
      case YAMLException other ->
          "is not valid YAML: " + oneLine(String.valueOf(other.getMessage()));
    };
  }

  private String marked(MarkedYAMLException broken) {
    var mark = broken.getProblemMark() == null ? broken.getContextMark() : broken.getProblemMark();
    var problem = oneLine(String.valueOf(broken.getProblem()));
    var context = broken.getContext();
    var line = mark == null ? 0 : mark.getLine();
    return "is not valid YAML: %s%s%s%s"
        .formatted(
            problem,
            context == null ? "" : " (" + oneLine(context) + ")",
            mark == null
                ? ""
                : ", at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1),
            hint(problem, line));
  }

  /// The next step after a fault in a line, as the end of its sentence; empty when none is known.
  String hint(String problem, int line) {
    var here = line(line);
    if (isOneLine()) {
      return ": the text has only one line; curl's -d drops line breaks, so send the file with --data-binary";
    }
    if (problem.contains("<document start>")) {
      return ": " + JOIN;
    }
    if (here.contains("{{") || here.contains("}}")) {
      return ": '{{' begins a placeholder of a template, which was not filled in";
    }
    if (IPV6.matcher(here).find()) {
      return ": IPv6 addresses are not supported; use a host name";
    }
    return SPECIAL_START.matcher(here).find()
        ? ": put quotes around a value that begins with '*', '&', '!', '%', '@' or '`', as in \"*.example.com\""
        : "";
  }

  private boolean isOneLine() {
    var whole = text.strip();
    return whole.indexOf('\n') < 0 && whole.contains("kind:") && !whole.startsWith("{");
  }

  private String line(int number) {
    return text.lines().skip(number).findFirst().orElse("");
  }

  private String place(int position) {
    var end = Math.min(text.length(), text.offsetByCodePoints(0, Math.min(position, codePoints())));
    var before = text.substring(0, end);
    var line = before.chars().filter(c -> c == '\n').count() + 1;
    return ", at line " + line + ", column " + (end - before.lastIndexOf('\n'));
  }

  private int codePoints() {
    return text.codePointCount(0, text.length());
  }

  private static String oneLine(String message) {
    return message.lines().map(String::strip).collect(Collectors.joining(" ")).strip();
  }
}
