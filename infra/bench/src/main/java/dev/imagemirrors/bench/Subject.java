package dev.imagemirrors.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A function to be measured, as it is deployed.
///
/// @param handler the class that Lambda calls
/// @param taskRoot where its package is unpacked
/// @param environment what its template gives it
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

  /// What it is invoked with; each event is one that succeeds, whatever was sent before.
  interface Events {
    byte[] next();
  }
}
