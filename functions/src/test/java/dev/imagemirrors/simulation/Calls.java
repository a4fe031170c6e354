package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.function.Supplier;

/// What all calls from a function have in common: they take time, in which others go on, and their
/// caller may be killed before they take effect, and after.
record Calls(Scheduler scheduler, Chaos chaos, Trace story) {
  <T> T call(Duration there, Supplier<T> effect, Duration back) {
    sleep(there, Fault.KILLED_BEFORE);
    var result = effect.get();
    sleep(back, Fault.KILLED_AFTER);
    return result;
  }

  /// What is thrown by a call that fails before it takes effect.
  RuntimeException failure(Duration there, Supplier<? extends RuntimeException> failure) {
    sleep(there, Fault.KILLED_BEFORE);
    return failure.get();
  }

  void sleep(Duration pause, Fault killing) {
    scheduler.sleep(pause);
    if (scheduler.current().invocation().isPresent() && chaos.strikes(killing)) {
      throw new Killed(killing.words());
    }
  }

  void tell(String what) {
    story.tell(scheduler.current().name(), what);
  }
}
