package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Locale;

/// The functions that are called in a run, with their timeouts as the template has them.
enum Deployed {
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

  Deployed(int seconds) {
    this.seconds = seconds;
  }

  Duration timeout() {
    return Duration.ofSeconds(seconds);
  }

  /// What is said of it in a story.
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
