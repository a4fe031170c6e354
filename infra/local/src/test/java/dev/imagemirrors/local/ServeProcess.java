package dev.imagemirrors.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A command of the jar in its own process, with the lines that it printed.
final class ServeProcess implements AutoCloseable {
  private static final String READY = "ready: ";

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private ServeProcess(Process process) {
    this.process = process;
    // A process that fills its pipe would stop.
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  static ServeProcess start(List<String> jvmOptions, List<String> arguments) throws IOException {
    return start(jvmOptions, arguments, Map.of());
  }

  static ServeProcess start(
      List<String> jvmOptions, List<String> arguments, Map<String, String> environment)
      throws IOException {
    var builder = command(jvmOptions, Main.class.getName(), arguments);
    builder.environment().putAll(environment);
    return new ServeProcess(builder.start());
  }

  /// A process with this class path, whose errors are in its output.
  static ProcessBuilder command(List<String> jvmOptions, String mainClass, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("AWS_REGION");
    return builder;
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException _) {
      // The process was killed.
    }
  }

  List<String> lines() {
    return lines;
  }

  String awaitLine(String prefix) {
    return StackFixture.await("the line " + prefix + " in " + lines, () -> line(prefix));
  }

  private Optional<String> line(String prefix) {
    var found = lines.stream().filter(line -> line.startsWith(prefix)).findFirst();
    if (found.isEmpty() && !process.isAlive() && !reader.isAlive()) {
      throw new AssertionError("the process ended without a line " + prefix + ": " + lines);
    }
    return found;
  }

  /// The URL of the local stack, once it is ready.
  String url() {
    return awaitLine(READY).substring(READY.length());
  }

  /// The URL of the simulator in its process.
  String simulatorUrl() {
    return awaitLine("OCM: ").replaceAll(".*simulator at (\\S+),.*", "$1");
  }

  int exitStatus() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + lines);
    }
    reader.join(Duration.ofSeconds(10));
    return process.exitValue();
  }

  void terminate() {
    process.destroy();
  }

  /// The stacks of its threads.
  String threads() {
    try {
      var _ = new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    // The last line of a dump.
    var _ = awaitLine("JNI global refs");
    return String.join(
        "\n", lines.subList(lines.indexOf(awaitLine("Full thread dump")), lines.size()));
  }

  /// Kills it; no shutdown hook runs.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      var _ = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
