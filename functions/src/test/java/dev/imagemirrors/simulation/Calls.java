package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.function.Supplier;

/// The common part of all calls from a function: they take time, in which other processes continue,
/// and their caller may be killed before or after they take effect.
record Calls(Scheduler scheduler, FaultInjector faults, Trace trace) {
  <T> T call(Duration there, Supplier<T> effect, Duration back) {
    sleep(there, Fault.KILLED_BEFORE);
    var result = effect.get();
    sleep(back, Fault.KILLED_AFTER);
    return result;
  }

  /// The exception of a call that fails before it takes effect.
  RuntimeException failure(Duration there, Supplier<? extends RuntimeException> failure) {
    sleep(there, Fault.KILLED_BEFORE);
    return failure.get();
  }

  void sleep(Duration pause, Fault killing) {
    scheduler.sleep(pause);
    if (scheduler.current().invocation().isPresent() && faults.injects(killing)) {
      throw new Killed(killing.description());
    }
  }

  void log(String what) {
    trace.add(scheduler.current().name(), what);
  }
}
