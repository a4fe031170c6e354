package dev.imagemirrors.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts functions as Lambda's managed Java runtime does: with only the client on the class path,
/// which loads the function from the task root.
///
/// @param ric the directory of the jars of the client
/// @param logs the directory for the output of functions
/// @param flags additional JVM flags
record ManagedRuntime(Path ric, Path logs, List<String> flags) {
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  ManagedRuntime {
    flags = List.copyOf(flags);
  }

  ManagedRuntime with(List<String> more) {
    var all = new ArrayList<>(flags);
    all.addAll(more);
    return new ManagedRuntime(ric, logs, all);
  }

  /// Starts a process for the subject, which is killed on close.
  FunctionProcess start(Subject subject, Initialization initialization) throws IOException {
    Files.createDirectories(logs);
    var api = RuntimeApi.start(subject.name(), subject.timeout());
    try {
      var builder = new ProcessBuilder(command(subject));
      var log = logs.resolve(subject.name() + ".log").toFile();
      builder
          .directory(subject.taskRoot().toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
      environment(builder.environment(), subject, initialization, api.address());
      return FunctionProcess.started(builder, api);
    } catch (IOException | RuntimeException e) {
      api.close();
      throw e;
    }
  }

  private List<String> command(Subject subject) throws IOException {
    var command = new ArrayList<String>();
    command.add(JAVA.toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            // The heap as on a machine with the memory of the function, of which the managed
            // runtime uses 85 percent.
            "-XX:MaxRAM=" + subject.memoryMegabytes() + "m",
            "-XX:MaxHeapSize=" + subject.memoryMegabytes() * 1024L * 85 / 100 + "k"));
    command.addAll(NativeClient.flags(ric));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), CLIENT, subject.handler() + "::handleRequest"));
    return command;
  }

  private String classPath() throws IOException {
    try (var jars = Files.list(ric)) {
      return String.join(
          File.pathSeparator,
          jars.map(Path::toString).filter(jar -> jar.endsWith(".jar")).sorted().toList());
    }
  }

  /// Only the variables that Lambda sets, so that those of this machine have no effect.
  private static void environment(
      Map<String, String> environment,
      Subject subject,
      Initialization initialization,
      String address) {
    environment.clear();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("AWS_LAMBDA_RUNTIME_API", address);
    environment.put("_HANDLER", subject.handler() + "::handleRequest");
    environment.put("LAMBDA_TASK_ROOT", subject.taskRoot().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", subject.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "" + subject.memoryMegabytes());
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + subject.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "bench");
    environment.put("AWS_LAMBDA_LOG_FORMAT", "Text");
    environment.put("AWS_LAMBDA_LOG_LEVEL", "INFO");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", initialization.label());
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.putAll(credentials(initialization, address));
    environment.putAll(subject.environment());
  }

  private static Map<String, String> credentials(Initialization initialization, String address) {
    return switch (initialization) {
      case ON_DEMAND ->
          Map.of(
              "AWS_ACCESS_KEY_ID", "local",
              "AWS_SECRET_ACCESS_KEY", "local",
              "AWS_SESSION_TOKEN", StackProcess.SESSION_TOKEN);
      case SNAP_START ->
          Map.of(
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              "http://" + address + RuntimeApi.CREDENTIALS_PATH,
              "AWS_CONTAINER_AUTHORIZATION_TOKEN",
              "local");
    };
  }

  /// The ways in which Lambda initialises a function.
  enum Initialization {
    ON_DEMAND("on-demand"),
    SNAP_START("snap-start");

    private final String label;

    Initialization(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }
}
