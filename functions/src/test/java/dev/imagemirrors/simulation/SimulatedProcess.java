package dev.imagemirrors.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One sequence of what somebody does: a caller, a delivery, a tick of a schedule. It has a thread
/// of its own, which runs only while it is the strand's turn.
final class SimulatedProcess {
  private String name;
  private final Thread thread;
  private @Nullable Invocation invocation;

  SimulatedProcess(String name, Consumer<SimulatedProcess> life) {
    this.name = name;
    this.thread = Thread.ofVirtual().unstarted(() -> life.accept(this));
  }

  String name() {
    return name;
  }

  Thread thread() {
    return thread;
  }

  /// The invocation that it is in, if any.
  Optional<Invocation> invocation() {
    return Optional.ofNullable(invocation);
  }

  /// What it does from here on is the invocation's.
  void enters(String id, Invocation entered) {
    name = id;
    invocation = entered;
  }

  void leaves(String before) {
    name = before;
    invocation = null;
  }

  /// Nobody sleeps for longer than they live.
  long until(long moment) {
    return invocation == null ? moment : Math.min(moment, invocation.diesAt());
  }

  void wakes(long now) {
    if (invocation != null && now >= invocation.diesAt()) {
      throw new Killed("it took longer than it may");
    }
  }
}
