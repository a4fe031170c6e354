package dev.imagemirrors.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A world in which a process ends before or after one of its calls to OCM, the store or the queue.
class StoppedWorld extends World {
  /// The calls that were counted.
  final List<String> calls = new ArrayList<>();

  private final int stopAt;
  private final boolean after;
  private boolean counting;

  /// The process ends: nothing may catch it.
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// The call, counted from the first of a case, at which the process ends.
  record Stop(String name, int call, boolean after) {
    /// None at all.
    static final Stop NEVER = new Stop("never", -1, false);

    /// Before and after each of that many calls.
    static Stream<Stop> at(String name, int calls) {
      return IntStream.rangeClosed(1, calls)
          .boxed()
          .flatMap(call -> Stream.of(new Stop(name, call, false), new Stop(name, call, true)));
    }

    @Override
    public String toString() {
      return name + (after ? " after" : " before") + " call " + call;
    }
  }

  StoppedWorld(Stop stop) {
    this.stopAt = stop.call();
    this.after = stop.after();
    between = this::counted;
  }

  /// Runs a process until the given call. The next process finds what it has stored.
  void process(Runnable process) {
    counting = true;
    try {
      process.run();
    } catch (Crash _) {
      // The process has ended without a reply.
    }
    counting = false;
  }

  private @Nullable Object counted(Between.Call call) throws Throwable {
    if (counting) {
      calls.add(call.name());
    }
    var stops = counting && calls.size() == stopAt;
    if (stops && !after) {
      throw new Crash();
    }
    var answer = call.make();
    if (stops) {
      throw new Crash();
    }
    return answer;
  }
}
