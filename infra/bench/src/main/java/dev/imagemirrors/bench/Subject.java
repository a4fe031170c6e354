package dev.imagemirrors.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A function to measure, as it is deployed.
///
/// @param handler the handler class
/// @param taskRoot the directory of its unpacked package
/// @param environment the variables of the template
record Subject(
    String name,
    String handler,
    Path taskRoot,
    int memoryMegabytes,
    Duration timeout,
    Map<String, String> environment,
    Events events) {
  Subject {
    environment = Map.copyOf(environment);
  }

  /// The events to invoke it with. Each succeeds, whichever were sent before.
  interface Events {
    byte[] next();
  }
}
