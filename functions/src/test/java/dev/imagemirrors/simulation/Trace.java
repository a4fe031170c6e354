package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The events of a simulation in order, with virtual timestamps.
final class Trace {
  private final LongSupplier now;
  private final List<String> lines = new ArrayList<>();

  Trace(LongSupplier now) {
    this.now = now;
  }

  void add(String source, String event) {
    lines.add(time(now.getAsLong()) + "  " + source + ": " + event);
  }

  /// `1:02:03.004567` since the start.
  static String time(long nanos) {
    var micros = nanos / 1_000;
    var seconds = micros / 1_000_000;
    return seconds / 3600
        + two(seconds / 60 % 60)
        + two(seconds % 60)
        + '.'
        + Long.toString(1_000_000 + micros % 1_000_000).substring(1);
  }

  private static String two(long number) {
    return (number < 10 ? ":0" : ":") + number;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /// Identifies the trace: simulations that differ in anything have different hashes.
  String hash() {
    return Digest.sha256(String.join("\n", lines));
  }
}
