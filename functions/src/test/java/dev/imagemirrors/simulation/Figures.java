package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The largest values that were measured, by name.
final class Figures {
  private final Map<String, Long> largest = new TreeMap<>();

  void measured(String name, long value) {
    largest.merge(name, value, Math::max);
  }

  void measured(String name, Duration duration) {
    measured(name + ", ms", duration.toMillis());
  }

  Map<String, Long> largest() {
    return largest;
  }
}
