package dev.imagemirrors.local.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Coverage-guided fuzzing of all fuzz tests on the class path, one after the other, each in its
/// own process.
///
/// Finds are kept under `target/fuzz`. Copy a find to the inputs of its test, under a descriptive
/// name, to run it in every build.
public final class Fuzzing {
  private static final String SUFFIX = "FuzzTest.class";

  private Fuzzing() {}

  /// Reads the options `seconds`, the time for each target, and `target`, a substring of target
  /// names.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var seconds = Integer.getInteger("seconds", 60);
    var wanted = System.getProperty("target", "");
    var runs = new ArrayList<FuzzRun>();
    for (var target : targets()) {
      if (target.name().contains(wanted)) {
        runs.add(FuzzRun.of(target, seconds, Path.of("target/fuzz").toAbsolutePath()));
      }
    }
    System.out.println(table(runs));
    if (runs.isEmpty() || runs.stream().anyMatch(run -> run.finds() > 0 || run.executions() == 0)) {
      System.exit(1);
    }
  }

  private static List<FuzzTarget> targets() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(Fuzzing::classes)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
        .map(method -> new FuzzTarget(method.getDeclaringClass().getName(), method.getName()))
        .sorted(Comparator.comparing(FuzzTarget::type).thenComparing(FuzzTarget::method))
        .toList();
  }

  private static Stream<Class<?>> classes(Path folder) {
    try (var files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .<Class<?>>map(name -> named(name.replace(File.separatorChar, '.')))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name, false, Fuzzing.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String table(List<FuzzRun> runs) {
    var width = runs.stream().mapToInt(run -> run.target().name().length()).max().orElse(6);
    var text = new StringBuilder("\n");
    text.append("target").append(" ".repeat(width - 6)).append("    executions  coverage  finds\n");
    for (var run : runs) {
      var name = run.target().name();
      text.append(name).append(" ".repeat(width - name.length()));
      text.append(
          String.format(
              Locale.ROOT, "  %,12d  %,8d  %5d%n", run.executions(), run.coverage(), run.finds()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "%d targets, %,d executions, %d finds",
                runs.size(),
                runs.stream().mapToLong(FuzzRun::executions).sum(),
                runs.stream().mapToInt(FuzzRun::finds).sum()))
        .toString();
  }
}
