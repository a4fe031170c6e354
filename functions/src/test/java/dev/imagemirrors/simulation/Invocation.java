package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One invocation of a function: when it times out, and the lane that it holds.
final class Invocation {
  private final long diesAt;
  private @Nullable Holder holder;

  /// An operation that was given the lane of a cluster, and the ID of the holder.
  record Holder(String cluster, String id, String operation) {}

  Invocation(long diesAt) {
    this.diesAt = diesAt;
  }

  /// When it is killed, unless it has ended.
  long diesAt() {
    return diesAt;
  }

  Duration left(long now) {
    return Duration.ofNanos(diesAt - now);
  }

  Optional<Holder> holder() {
    return Optional.ofNullable(holder);
  }

  void hold(Holder taken) {
    holder = taken;
  }
}
