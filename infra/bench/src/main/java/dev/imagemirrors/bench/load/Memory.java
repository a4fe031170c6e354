package dev.imagemirrors.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The memory of a process over time: what it has of the machine, and what is alive on its heap
/// after a collection.
final class Memory {
  /// The last line of a histogram, which is of what a full collection leaves.
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  /// What counts as growth: so much of the heap in half the time.
  private static final double GROWTH = 0.05;

  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private final long pid;
  private final long begun = System.nanoTime();
  private final List<Sample> samples = new ArrayList<>();

  Memory(long pid) {
    this.pid = pid;
  }

  /// @param alive megabytes on the heap after a collection
  /// @param resident megabytes that the process has of the machine
  record Sample(double minutes, double alive, double resident) {}

  Sample look() throws IOException, InterruptedException {
    var alive = TOTAL.matcher(jcmd("GC.class_histogram"));
    if (!alive.find()) {
      throw new IllegalStateException("the heap of process " + pid + " cannot be looked at");
    }
    var sample =
        new Sample(
            (System.nanoTime() - begun) / 60e9,
            Double.parseDouble(alive.group(1)) / (1024 * 1024),
            resident());
    samples.add(sample);
    return sample;
  }

  double resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(JCMD.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  /// What became of it in the second half, in words.
  String verdict() {
    var later = samples.subList(samples.size() / 2, samples.size());
    if (later.size() < 3) {
      return "Memory: too few looks at it to tell whether it grows";
    }
    var alive =
        slope(later.stream().map(each -> new double[] {each.minutes(), each.alive()}).toList());
    var resident =
        slope(later.stream().map(each -> new double[] {each.minutes(), each.resident()}).toList());
    var minutes = later.getLast().minutes() - later.getFirst().minutes();
    return String.format(
        Locale.ROOT,
        "Memory %s: in the second half, alive on the heap after a collection %.1f to %.1f MB, %+.2f MB a minute;"
            + " resident %.0f to %.0f MB, %+.2f MB a minute",
        alive * minutes > GROWTH * later.getFirst().alive() ? "GROWS" : "does not grow",
        later.getFirst().alive(),
        later.getLast().alive(),
        alive,
        later.getFirst().resident(),
        later.getLast().resident(),
        resident);
  }

  /// By least squares.
  static double slope(List<double[]> points) {
    var x = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
    var y = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
    var over = points.stream().mapToDouble(point -> (point[0] - x) * (point[1] - y)).sum();
    return over / points.stream().mapToDouble(point -> (point[0] - x) * (point[0] - x)).sum();
  }
}
