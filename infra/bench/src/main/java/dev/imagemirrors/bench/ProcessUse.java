package dev.imagemirrors.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The resources used by a process since its start, from /proc on Linux.
///
/// @param cpuMillis CPU time of all threads, including ended ones; in steps of 10 ms
/// @param peakMegabytes the peak of resident memory
record ProcessUse(double cpuMillis, double peakMegabytes) {
  /// USER_HZ is 100 on every architecture that Java runs on.
  private static final double MILLIS_PER_TICK = 10;

  /// The values without /proc.
  private static final ProcessUse UNKNOWN = new ProcessUse(Double.NaN, Double.NaN);

  static ProcessUse of(Process process) {
    var proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      return parse(
          Files.readString(proc.resolve("stat")), Files.readString(proc.resolve("status")));
    } catch (IOException _) {
      return UNKNOWN;
    }
  }

  /// The second field of `stat` is the name of the program, which may contain spaces and
  /// parentheses.
  static ProcessUse parse(String stat, String status) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessUse(
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK,
        status
            .lines()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
            .findFirst()
            .orElse(0));
  }
}
