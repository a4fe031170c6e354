package dev.imagemirrors.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/// Runs the requested sections and prints one table. A missed goal is a finding, not a failure.
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(run(Options.of(System.getProperties())));
  }

  private static int run(Options options) throws IOException, InterruptedException {
    var project = new Project(Path.of(System.getProperty("bench.project", ".")).toRealPath());
    var parts = new ArrayList<Part>();
    for (var section : options.sections()) {
      parts.add(measure(section, project, options));
    }
    var report = new Report(heading(options), parts);
    System.out.println();
    System.out.println(report.text());
    Files.writeString(project.target().resolve("bench.md"), report.markdown());
    report.failures().forEach(failure -> System.out.println("FAILED: " + failure));
    return report.failures().isEmpty() ? 0 : 1;
  }

  /// A failing section does not affect the others.
  private static Part measure(Section section, Project project, Options options)
      throws IOException, InterruptedException {
    try {
      return section.measure(project, options);
    } catch (FunctionFailed | IllegalStateException e) {
      System.out.println("FAILED: " + e.getMessage());
      return Part.failed(section.label(), String.valueOf(e.getMessage()));
    }
  }

  private static String heading(Options options) {
    return String.format(
        Locale.ROOT,
        "Medians of %d starts; Java %s, %d processors, %s %s",
        options.runs(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }
}
