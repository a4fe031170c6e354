package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Locale;

/// The functions that the simulation invokes, with their timeouts from the template.
enum DeployedFunction {
  CREATE(28),
  EDIT(28),
  DELETE(28),
  APPLY(28),
  LIST(28),
  OCM_PROXY(28),
  SHOW_OPERATION(28),
  CANCEL(28),
  RUN_OPERATION(60),
  CLUSTER_READY(60),
  WATCH_CLUSTERS(60),
  RECOVER_OPERATIONS(60),
  ANNOUNCE_CHANGES(60);

  private final int seconds;

  DeployedFunction(int seconds) {
    this.seconds = seconds;
  }

  Duration timeout() {
    return Duration.ofSeconds(seconds);
  }

  /// Its name in a trace.
  String description() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
