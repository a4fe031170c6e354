package dev.imagemirrors.bench;

import java.util.List;

/// The results of a section.
///
/// @param columns the headings; the first one names the rows
/// @param failures what failed and was not measured
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
