package dev.imagemirrors.local;

import dev.imagemirrors.local.demo.Demo;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import dev.imagemirrors.local.thread.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The commands that start servers.
final class Serve {
  /// The region of the simulator's cluster `hcp-eu`.
  private static final String SECOND_REGION = "eu-west-1";

  private static final String LOOPBACK = "127.0.0.1";

  private Serve() {}

  static int run(CommandLine line, Map<String, String> environment) throws IOException {
    int port = line.port("--port", 8080);
    DynamoEngine.preload();
    // Checked before the simulator starts, so that an invalid option leaves nothing running.
    var parameters = line.parameters();
    var template = TemplateFile.ofThisProject();
    template.check(parameters);
    var credentials = Credentials.of(line, environment);
    line.allowedHosts();
    var data = data(line);
    var ocm = ocm(line, data);
    try {
      var options =
          options(template, environment, parameters, ocm)
              .withSecret("OcmSecret", credentials.json());
      options = data.map(options::withData).orElse(options).withAllowedHosts(line.allowedHosts());
      var token = environment.getOrDefault("IMAGE_MIRRORS_SESSION_TOKEN", "");
      var stack = start(token.isEmpty() ? options : options.withSessionToken(token), port);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, ocm)));
      System.out.print(Welcome.text(stack.url(), home(environment), ocm));
      System.out.println("ready: " + stack.url());
      return -1;
    } catch (IOException | RuntimeException e) {
      ocm.close();
      throw e;
    }
  }

  /// Runs the demo on its own stack, on free ports and in memory.
  static int demo(Map<String, String> environment) throws IOException {
    long begun = System.nanoTime();
    var line = CommandLine.parse(List.of("serve", "--ocm-port", "0", "--port", "0"));
    DynamoEngine.preload();
    var template = TemplateFile.ofThisProject();
    try (var ocm = ocm(line, Optional.empty());
        var stack =
            start(
                options(template, environment, Map.of(), ocm)
                    .withSecret("OcmSecret", Credentials.LOCAL.json())
                    .withOut(quiet()),
                0)) {
      return Demo.run(
          stack.url(), ocm.url(), Duration.ofNanos(System.nanoTime() - begun), System.out);
    }
  }

  /// Hides the log lines of the functions.
  private static PrintStream quiet() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  static int simulator(CommandLine line) throws IOException {
    int port = line.port("--port", 8081);
    var host = host(line.option("--host", LOOPBACK));
    try {
      var ocm =
          OcmSimulator.start(
              OcmSimulator.Options.onPort(port)
                  .withHost(host)
                  .withAllowedHosts(line.allowedHosts())
                  .withData(data(line)));
      Runtime.getRuntime().addShutdownHook(new Thread(ocm::close));
      System.out.println(ocm.banner());
      System.out.println("ready: " + ocm.url());
      return -1;
    } catch (BindException e) {
      throw taken(port, "--port", e);
    }
  }

  /// The data directory, created if it is missing.
  private static Optional<Path> data(CommandLine line) throws IOException {
    if (line.option("--data", "DIR").isBlank()) {
      // An empty path is the working directory.
      throw new CommandLine.Misuse("--data must be a directory, not ''");
    }
    var data = line.option("--data").map(Path::of);
    if (data.isPresent()) {
      LocalStack.prepareData(data.get());
    }
    return data;
  }

  private static Ocm ocm(CommandLine line, Optional<Path> data) throws IOException {
    var url = line.url("--ocm-url");
    var tokenUrl = line.url("--ocm-token-url");
    if (url.isPresent() != tokenUrl.isPresent()) {
      throw new CommandLine.Misuse("--ocm-url and --ocm-token-url must be given together");
    }
    if (url.isPresent()) {
      return new Ocm.External(url.get(), tokenUrl.orElseThrow());
    }
    int port = line.port("--ocm-port", 8081);
    try {
      return Ocm.simulator(
          OcmSimulator.Options.onPort(port).withAllowedHosts(line.allowedHosts()).withData(data));
    } catch (BindException e) {
      throw taken(port, "--ocm-port", e);
    }
  }

  private static InetAddress host(String name) throws IOException {
    try {
      var host = InetAddress.getByName(name);
      if (host.isAnyLocalAddress()
          || host.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(host) != null) {
        return host;
      }
    } catch (UnknownHostException _) {
      // Reported below, like an address of another machine.
    }
    throw new CommandLine.Misuse("--host must be an address of this machine, not '" + name + "'");
  }

  private static String home(Map<String, String> environment) {
    var region = environment.getOrDefault("AWS_REGION", "");
    return region.isBlank() ? "us-east-1" : region;
  }

  private static StackOptions options(
      TemplateFile template,
      Map<String, String> environment,
      Map<String, String> parameters,
      Ocm ocm) {
    var home = home(environment);
    var allowed = parameters.getOrDefault("AllowedRegions", home + "," + SECOND_REGION);
    var regions = new LinkedHashSet<>(List.of(home));
    regions.addAll(List.of(allowed.split(" *, *")));
    var options =
        StackOptions.of(template, new ReadableLog(System.out))
            .withRegions(List.copyOf(regions))
            .withParameter("AllowedRegions", String.join(",", regions))
            .withParameter("OcmUrl", ocm.url())
            .withParameter("OcmTokenUrl", ocm.tokenUrl())
            .withParameter("OcmProxy", "on");
    for (var parameter : parameters.entrySet()) {
      options = options.withParameter(parameter.getKey(), parameter.getValue());
    }
    return options;
  }

  private static LocalStack start(StackOptions options, int port) throws IOException {
    try {
      return LocalStack.start(options.withPort(port));
    } catch (BindException e) {
      throw taken(port, "--port", e);
    }
  }

  private static IOException taken(int port, String option, BindException cause) {
    return new IOException("port " + port + " is in use: choose another with " + option, cause);
  }

  /// Waits a few seconds at most, so that the process ends even if a part hangs.
  private static void stop(LocalStack stack, Ocm ocm) {
    var stopping =
        Threads.start(
            "stop",
            () -> {
              stack.close();
              ocm.close();
            });
    try {
      stopping.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
