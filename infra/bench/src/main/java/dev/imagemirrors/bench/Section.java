package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A section of the benchmark, run on its own local stack.
enum Section {
  COLD,
  SNAPSTART,
  WARM,
  CALLS,
  THROUGHPUT,
  SETS,
  SERVE,
  HISTORY,
  PROFILE;

  /// The sections that run by default.
  static final List<Section> USUAL =
      List.of(COLD, SNAPSTART, WARM, CALLS, THROUGHPUT, SETS, SERVE, HISTORY);

  Part measure(Project project, Options options) throws IOException, InterruptedException {
    return switch (this) {
      case COLD -> ColdStarts.measure(project, options);
      case SNAPSTART -> SnapStarts.measure(project, options);
      case WARM -> WarmCalls.measure(project, options);
      case THROUGHPUT -> Throughput.measure(project);
      case SETS -> Sets.measure(project);
      case SERVE -> ServeStarts.measure(project, options);
      case HISTORY -> LongHistory.measure(project);
      case PROFILE -> Profile.measure(project, options);
      case CALLS -> Calls.measure(project, options);
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Section named(String label) {
    return Arrays.stream(values())
        .filter(section -> section.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown section '%s'; available: %s"
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(Section::label)
                            .collect(Collectors.joining(", ")))));
  }
}
