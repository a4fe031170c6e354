package dev.imagemirrors.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// All results as one table, for a terminal and in Markdown.
record Report(String heading, List<Part> parts) {
  private static final int SHORTEST = 9;
  private static final int LONGEST_FIGURE = 30;

  Report {
    parts = List.copyOf(parts);
  }

  List<String> failures() {
    return parts.stream().flatMap(part -> part.failures().stream()).toList();
  }

  String text() {
    var text = new StringBuilder(heading).append('\n');
    int first = withGoals().stream().mapToInt(part -> width(part, 0)).max().orElse(0);
    for (var part : withGoals()) {
      text.append('\n').append(part.title()).append('\n');
      append(text, part, part.columns(), first);
      part.rows().forEach(row -> append(text, part, row, first));
    }
    return text.toString();
  }

  private static int width(Part part, int column) {
    return Stream.concat(Stream.of(part.columns()), part.rows().stream())
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }

  /// Figures are right-aligned; names, and trailing words, are left-aligned.
  private static void append(StringBuilder text, Part part, List<String> row, int first) {
    text.append("  ").append(row.getFirst()).append(" ".repeat(first - row.getFirst().length()));
    for (int column = 1; column < row.size(); column++) {
      var cell = row.get(column);
      int width = width(part, column);
      boolean words = column == row.size() - 1 && width > LONGEST_FIGURE;
      text.append("  ")
          .append(" ".repeat(words ? 0 : Math.max(width, SHORTEST) - cell.length()))
          .append(cell);
    }
    text.append('\n');
  }

  String markdown() {
    var text = new StringBuilder(heading).append('\n');
    for (var part : withGoals()) {
      text.append("\n### ").append(part.title()).append("\n\n");
      append(text, part.columns());
      text.append("|---|").append("---:|".repeat(part.columns().size() - 1)).append('\n');
      part.rows().forEach(row -> append(text, row));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> row) {
    text.append("| ").append(String.join(" | ", row)).append(" |\n");
  }

  private List<Part> withGoals() {
    var goals =
        parts.stream()
            .flatMap(part -> part.goals().stream())
            .map(goal ->
                List.of(
                    goal.name(),
                    Figures.shown(goal.figure(), 2) + " " + goal.unit(),
                    "<= " + Figures.shown(goal.limit(), 2) + " " + goal.unit(),
                    goal.verdict()))
            .toList();
    if (goals.isEmpty()) {
      return parts;
    }
    var all = new ArrayList<>(parts);
    all.add(
        new Part(
            "Goals", List.of("goal", "figure", "limit", "verdict"), goals, List.of(), List.of()));
    return all;
  }
}
