package dev.imagemirrors.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// `serve` of the local stack in its own process, on free ports: the AWS and OCM of the functions.
public final class StackProcess implements AutoCloseable {
  private static final String READY = "ready: ";
  private static final Pattern SIMULATOR = Pattern.compile("OCM: +simulator at ([^ ,]+),.*");
  private static final long TIMEOUT_SECONDS = 60;

  /// The session token of the functions, which run outside the stack here.
  static final String SESSION_TOKEN = UUID.randomUUID().toString();

  private final Process process;
  private final long begun;
  private final CompletableFuture<String> simulator = new CompletableFuture<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private volatile long readyAt;

  private StackProcess(Process process, long begun) {
    this.process = process;
    this.begun = begun;
  }

  /// Starts the process and waits until it is ready; its output goes to the log.
  static StackProcess start(Path jar, Path log) throws IOException {
    Files.createDirectories(log.getParent());
    var builder =
        new ProcessBuilder(
            ManagedRuntime.JAVA.toString(),
            "-jar",
            jar.toString(),
            "serve",
            "--port",
            "0",
            "--ocm-port",
            "0");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("IMAGE_MIRRORS_SESSION_TOKEN", SESSION_TOKEN);
    builder.redirectErrorStream(true);
    long begun = System.nanoTime();
    var stack = new StackProcess(builder.start(), begun);
    Thread.ofVirtual().start(() -> stack.follow(log));
    try {
      stack.url();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void follow(Path log) {
    try (BufferedReader lines = process.inputReader();
        BufferedWriter copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var found = SIMULATOR.matcher(line);
        if (found.matches()) {
          simulator.complete(found.group(1));
        } else if (line.startsWith(READY)) {
          readyAt = System.nanoTime();
          ready.complete(line.substring(READY.length()));
        }
        copy.write(line);
        copy.newLine();
        copy.flush();
      }
      ready.completeExceptionally(new IllegalStateException("the local stack ended; see " + log));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  public String url() {
    return await(ready);
  }

  public String ocmUrl() {
    return await(simulator);
  }

  /// Milliseconds from the start of the process to the `ready:` line.
  double readyAfter() {
    return (readyAt - begun) / 1e6;
  }

  public long pid() {
    return process.pid();
  }

  ProcessUse use() {
    return ProcessUse.of(process);
  }

  private static String await(CompletableFuture<String> line) {
    try {
      return line.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the local stack did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
