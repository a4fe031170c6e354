package dev.imagemirrors.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A simulated process: a caller, a delivery or a tick of a schedule. Its thread runs only while
/// the scheduler has selected the process.
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

  /// The invocation that it executes, if any.
  Optional<Invocation> invocation() {
    return Optional.ofNullable(invocation);
  }

  /// Attributes what follows to the invocation.
  void enters(String id, Invocation entered) {
    name = id;
    invocation = entered;
  }

  void leaves(String before) {
    name = before;
    invocation = null;
  }

  /// An invocation does not sleep past its timeout.
  long until(long moment) {
    return invocation == null ? moment : Math.min(moment, invocation.diesAt());
  }

  void wakes(long now) {
    if (invocation != null && now >= invocation.diesAt()) {
      throw new Killed("it timed out");
    }
  }
}
