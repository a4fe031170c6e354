package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A part of the benchmark, each on a local stack of its own.
enum Section {
  COLD,
  SNAPSTART,
  WARM,
  CALLS,
  THROUGHPUT,
  SETS,
  SERVE,
  PROFILE;

  /// All that are measured when none is named.
  static final List<Section> USUAL = List.of(COLD, SNAPSTART, WARM, CALLS, THROUGHPUT, SETS, SERVE);

  Part measure(Project project, Options options) throws IOException, InterruptedException {
    return switch (this) {
      case COLD -> ColdStarts.measure(project, options);
      case SNAPSTART -> SnapStarts.measure(project, options);
      case WARM -> WarmCalls.measure(project, options);
      case THROUGHPUT -> Throughput.measure(project);
      case SETS -> Sets.measure(project);
      case SERVE -> ServeStarts.measure(project, options);
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
                "there is no section '%s'; there are %s"
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(Section::label)
                            .collect(Collectors.joining(", ")))));
  }
}
