package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Locale;

/// The functions that the simulation invokes, with their timeouts from the template.
enum DeployedFunction {
  CREATE(Role.WRITE),
  EDIT(Role.WRITE),
  DELETE(Role.WRITE),
  APPLY(Role.WRITE),
  LIST(Role.READ),
  OCM_PROXY(Role.WRITE),
  SHOW_OPERATION(Role.READ),
  CANCEL(Role.WRITE),
  RUN_OPERATION(Role.BACKGROUND),
  CLUSTER_READY(Role.BACKGROUND),
  WATCH_CLUSTERS(Role.BACKGROUND),
  RECOVER_OPERATIONS(Role.BACKGROUND),
  ANNOUNCE_CHANGES(Role.BACKGROUND);

  private final Role role;

  /// The kinds of functions, each with a parameter of the template for its reserved concurrency.
  enum Role {
    READ(28),
    WRITE(28),
    BACKGROUND(60);

    private final int seconds;

    Role(int seconds) {
      this.seconds = seconds;
    }
  }

  DeployedFunction(Role role) {
    this.role = role;
  }

  Role role() {
    return role;
  }

  Duration timeout() {
    return Duration.ofSeconds(role.seconds);
  }

  /// Its name in a trace.
  String description() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
