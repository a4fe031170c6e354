package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A part of the benchmark, each on a local stack of its own.
enum Section {
  COLD,
  SNAPSTART;

  /// All that are measured when none is named.
  static final List<Section> USUAL = List.of(COLD, SNAPSTART);

  Part measure(Project project, Options options) throws IOException, InterruptedException {
    return switch (this) {
      case COLD -> ColdStarts.measure(project, options);
      case SNAPSTART -> SnapStarts.measure(project, options);
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
