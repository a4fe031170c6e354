package dev.imagemirrors.bench;

import java.util.List;

/// What a section found.
///
/// @param columns their headings; the first one names what a row is of
/// @param failures what did not work and so could not be measured
record Part(
    String title,
    List<String> columns,
    List<List<String>> rows,
    List<Goal> goals,
    List<String> failures) {
  Part {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    goals = List.copyOf(goals);
    failures = List.copyOf(failures);
  }

  static Part failed(String section, String why) {
    return new Part(
        section, List.of("failed"), List.of(), List.of(), List.of(section + ": " + why));
  }
}
