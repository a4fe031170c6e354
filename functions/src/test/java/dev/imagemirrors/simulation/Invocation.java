package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One invocation of a function: how long it lives, and the lane that it holds.
final class Invocation {
  private final long diesAt;
  private @Nullable Hold hold;

  /// A run of an operation, to which a cluster's lane was given.
  record Hold(String cluster, String run, String operation) {}

  Invocation(long diesAt) {
    this.diesAt = diesAt;
  }

  /// When it is killed if it has not ended.
  long diesAt() {
    return diesAt;
  }

  Duration left(long now) {
    return Duration.ofNanos(diesAt - now);
  }

  Optional<Hold> hold() {
    return Optional.ofNullable(hold);
  }

  void takes(Hold taken) {
    hold = taken;
  }
}
