package dev.imagemirrors.local.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The result of fuzzing one target.
///
/// @param coverage covered edges and comparisons of our code
/// @param finds inputs that cause distinct failures
record FuzzRun(FuzzTarget target, long executions, int coverage, int finds) {
  private static final Pattern STEP = Pattern.compile("#(\\d+)\\s.*?cov: (\\d+)");
  private static final Pattern TOTAL = Pattern.compile("stat::number_of_executed_units: *(\\d+)");
  private static final int MOST_FINDS = 10;
  private static final int HANG_SECONDS = 25;
  private static final long EVERY_NANOS = 10_000_000_000L;

  static FuzzRun of(FuzzTarget target, int seconds, Path folder)
      throws IOException, InterruptedException {
    System.out.println(target.name());
    var own = Files.createDirectories(folder.resolve(target.name()));
    var process =
        new ProcessBuilder(command(target, seconds, own))
            .directory(own.toFile())
            .redirectErrorStream(true)
            .start();
    var seen = new Seen();
    try (var lines = process.inputReader();
        var log = Files.newBufferedWriter(own.resolve("log.txt"))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        log.write(line);
        log.newLine();
        seen.line(line);
      }
    } finally {
      process.destroy();
    }
    var code = process.waitFor();
    if (code != 0 && seen.finds == 0) {
      System.out.println("  it ended with " + code + ": see " + own.resolve("log.txt"));
      seen.finds++;
    }
    seen.report();
    return new FuzzRun(target, seen.executions, seen.coverage, seen.finds);
  }

  private static List<String> command(FuzzTarget target, int seconds, Path own) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                // An input of a few KB that needs more memory than this is a find.
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type(),
                "--target_method=" + target.method(),
                "--instrumentation_includes=dev.imagemirrors.**",
                // The local replacements of AWS and OCM are called over the loopback interface.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "--keep_going=" + MOST_FINDS,
                "-timeout=" + HANG_SECONDS,
                "-rss_limit_mb=0",
                "-max_total_time=" + seconds,
                "-print_final_stats=1"));
    try (var words = FuzzRun.class.getResourceAsStream(target.dictionary())) {
      if (words != null) {
        var dictionary = own.resolve("words.dict");
        Files.copy(words, dictionary, StandardCopyOption.REPLACE_EXISTING);
        command.add("-dict=" + dictionary);
      }
    }
    return command;
  }

  /// The statistics of the log lines so far.
  private static final class Seen {
    private long executions;
    private int coverage;
    private int finds;
    private long reportedAt = System.nanoTime();

    void line(String line) {
      var step = STEP.matcher(line);
      if (step.find()) {
        executions = Math.max(executions, Long.parseLong(step.group(1)));
        coverage = Integer.parseInt(step.group(2));
      }
      var total = TOTAL.matcher(line);
      if (total.find()) {
        executions = Math.max(executions, Long.parseLong(total.group(1)));
      }
      if (line.startsWith("== Java") || line.contains("ERROR: libFuzzer")) {
        finds++;
        System.out.println("  " + line);
      }
      if (line.contains("Test unit written to")) {
        System.out.println("  " + line.replaceFirst(".*Test unit written to", "kept as"));
      }
      if (System.nanoTime() - reportedAt > EVERY_NANOS) {
        report();
      }
    }

    void report() {
      reportedAt = System.nanoTime();
      System.out.printf(
          Locale.ROOT, "  %,d executions, coverage %d, %d finds%n", executions, coverage, finds);
    }
  }
}
