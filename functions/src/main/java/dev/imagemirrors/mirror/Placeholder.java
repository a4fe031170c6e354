package dev.imagemirrors.mirror;

import dev.imagemirrors.text.Text;
import java.util.regex.Pattern;

/// A placeholder of a template that was not filled in: of a shell, Helm, Ansible, sed or a guide.
/// No location contains one of their characters.
final class Placeholder {
  private static final Pattern PATTERN =
      Pattern.compile(
          "\\$\\{[^}]*+}|\\$\\([^)]*+\\)|\\$\\w++|\\{\\{[^}]*+}}|\\{[^{}]*+}|<[^<>]++>|%[^%]++%|@@[^@]++@@");

  private Placeholder() {}

  static void refuse(String field, String value) {
    var found = PATTERN.matcher(value);
    if (found.find()) {
      throw new InvalidField(
          field,
          "contains '" + Text.printable(found.group()) + "', a placeholder that was not filled in");
    }
  }
}
