package dev.imagemirrors.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// The memory of a process over time: its resident size, and the live heap after a collection.
final class Memory {
  /// The last line of a class histogram, taken after a full collection.
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  private static final double MEGABYTE = 1024 * 1024;

  /// The allowed growth per request in bytes, less than one operation ID in a map. Samples differ
  /// by this much anyway, since each finds other requests in progress, and DynamoDB Local needs 120
  /// kB for each transaction.
  private static final double KEPT_OF_A_REQUEST = 100;

  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private final long pid;
  private final List<Sample> samples = new ArrayList<>();

  Memory(long pid) {
    this.pid = pid;
  }

  /// @param requests the number of completed requests
  /// @param alive live heap after a collection, in MB
  /// @param resident resident memory of the process, in MB
  record Sample(int requests, double alive, double resident) {}

  void look(int requests) throws IOException, InterruptedException {
    var alive = TOTAL.matcher(jcmd("GC.class_histogram"));
    if (!alive.find()) {
      throw new IllegalStateException("the heap of process " + pid + " cannot be inspected");
    }
    samples.add(new Sample(requests, Double.parseDouble(alive.group(1)) / MEGABYTE, resident()));
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

  /// The trend in the second half.
  Trend trend() {
    return trend(samples);
  }

  static Trend trend(List<Sample> samples) {
    var later = samples.subList(samples.size() / 2, samples.size());
    if (later.size() < 3) {
      return new Trend(false, "Memory: too few samples to detect growth");
    }
    var aRequest = slope(later, Sample::requests, Sample::alive) * MEGABYTE;
    var grows = aRequest > KEPT_OF_A_REQUEST;
    return new Trend(
        grows,
        String.format(
            Locale.ROOT,
            "Memory %s: in the second half, live heap %.1f to %.1f MB, %.0f bytes per request;"
                + " resident, including the tables, %.0f to %.0f MB",
            grows ? "GROWS" : "does not grow",
            later.getFirst().alive(),
            later.getLast().alive(),
            aRequest,
            later.getFirst().resident(),
            later.getLast().resident()));
  }

  record Trend(boolean grows, String text) {}

  /// Linear least squares.
  static double slope(
      List<Sample> samples, ToDoubleFunction<Sample> of, ToDoubleFunction<Sample> what) {
    var x = samples.stream().mapToDouble(of).average().orElse(0);
    var y = samples.stream().mapToDouble(what).average().orElse(0);
    var over =
        samples.stream()
            .mapToDouble(each -> (of.applyAsDouble(each) - x) * (what.applyAsDouble(each) - y))
            .sum();
    var under =
        samples.stream()
            .mapToDouble(each -> (of.applyAsDouble(each) - x) * (of.applyAsDouble(each) - x))
            .sum();
    return over / under;
  }
}
