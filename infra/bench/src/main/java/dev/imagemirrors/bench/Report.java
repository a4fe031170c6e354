package dev.imagemirrors.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Everything that was found, as one table: for a terminal, and in Markdown.
record Report(String heading, List<Part> parts) {
  private static final int FIGURE_WIDTH = 10;

  Report {
    parts = List.copyOf(parts);
  }

  List<String> failures() {
    return parts.stream().flatMap(part -> part.failures().stream()).toList();
  }

  String text() {
    var text = new StringBuilder(heading).append('\n');
    int first = widest(row -> row.getFirst().length());
    for (var part : withGoals()) {
      text.append('\n').append(part.title()).append('\n');
      append(text, part.columns(), first);
      part.rows().forEach(row -> append(text, row, first));
    }
    return text.toString();
  }

  private int widest(ToIntFunction<List<String>> width) {
    return withGoals().stream()
        .flatMap(part -> part.rows().stream())
        .mapToInt(width)
        .max()
        .orElse(0);
  }

  private static void append(StringBuilder text, List<String> row, int first) {
    text.append("  ").append(pad(row.getFirst(), first));
    row.stream()
        .skip(1)
        .forEach(cell ->
            text.append("  ")
                .append(" ".repeat(Math.max(0, FIGURE_WIDTH - cell.length())))
                .append(cell));
    text.append('\n');
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()));
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
