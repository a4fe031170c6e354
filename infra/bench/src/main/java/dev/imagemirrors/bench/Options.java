package dev.imagemirrors.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/// What to measure, and how often.
///
/// @param sections in the given order
/// @param runs the number of processes for each figure of a start
/// @param function the function whose cold start is profiled
/// @param flags additional JVM flags of the functions
record Options(List<Section> sections, int runs, String function, List<String> flags) {
  Options {
    sections = List.copyOf(sections);
    flags = List.copyOf(flags);
    if (runs < 1) {
      throw new IllegalArgumentException("bench.runs must be at least 1");
    }
  }

  /// Reads `bench`, `bench.runs`, `bench.function` and `bench.jvm`.
  static Options of(Properties properties) {
    return new Options(
        sections(properties.getProperty("bench", "all")),
        Integer.parseInt(properties.getProperty("bench.runs", "5")),
        properties.getProperty("bench.function", "CreateImageMirrorFunction"),
        words(properties.getProperty("bench.jvm", ""), " +"));
  }

  private static List<Section> sections(String names) {
    return names.equals("all")
        ? Section.USUAL
        : words(names, " *, *").stream().map(Section::named).toList();
  }

  private static List<String> words(String text, String separator) {
    return Arrays.stream(text.strip().split(separator, -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
