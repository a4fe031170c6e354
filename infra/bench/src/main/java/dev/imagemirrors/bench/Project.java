package dev.imagemirrors.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// The locations of build results in the project.
public record Project(Path root) {
  Path target() {
    return root.resolve("infra/bench/target");
  }

  /// The directory of the package of a baseline.
  Path compared(String name) {
    return target().resolve(name);
  }

  Path events() {
    return root.resolve("events");
  }

  public StackProcess startStack() throws IOException {
    return StackProcess.start(
        root.resolve("infra/local/target/image-mirrors-local.jar"),
        target().resolve("logs/serve.log"));
  }

  ManagedRuntime runtime(List<String> flags) {
    return new ManagedRuntime(target().resolve("ric"), target().resolve("logs"), flags);
  }

  /// Unpacks the deployment package, as Lambda does, and returns its directory.
  Path unpackFunctions() throws IOException {
    var taskRoot = target().resolve("functions");
    Files.createDirectories(taskRoot.resolve("lib"));
    try (var old = Files.list(taskRoot.resolve("lib"))) {
      for (var jar : old.toList()) {
        Files.delete(jar);
      }
    }
    var zip = root.resolve("functions/target/image-mirrors-functions.zip");
    try (var packed = new ZipFile(zip.toFile())) {
      for (var entry : packed.stream().filter(entry -> !entry.isDirectory()).toList()) {
        try (var in = packed.getInputStream(entry)) {
          Files.copy(in, taskRoot.resolve(entry.getName()));
        }
      }
    }
    return taskRoot;
  }
}
