package dev.imagemirrors.bench;

import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Cold starts without a snapshot: from the start of the process to the first reply.
final class ColdStarts {
  private static final double MOST_TIMES_PUT_ITEM = 1.3;
  private static final double MOST_MEGABYTES = 160;

  private ColdStarts() {}

  /// One cold start, in milliseconds and megabytes; NaN where there is no /proc.
  private record ColdStart(double init, double first, double cpu, double memory) {
    double cold() {
      return init + first;
    }
  }

  static Part measure(Project project, Options options) throws IOException, InterruptedException {
    return part(Rounds.ofStarts("cold starts", project, options, ColdStarts::start));
  }

  private static ColdStart start(ManagedRuntime runtime, Subject subject) throws IOException {
    var event = subject.events().next();
    try (var function = runtime.start(subject, Initialization.ON_DEMAND)) {
      double init = function.init();
      double first = function.invoke(event);
      var use = function.use();
      return new ColdStart(init, first, use.cpuMillis(), use.peakMegabytes());
    }
  }

  private static Part part(Rounds<ColdStart> rounds) {
    double putItem = rounds.median(Subjects.PUT_ITEM, ColdStart::cpu);
    var rows = new ArrayList<List<String>>();
    for (var name : rounds.names()) {
      double cpu = rounds.median(name, ColdStart::cpu);
      rows.add(
          List.of(
              name,
              Figures.shown(rounds.median(name, ColdStart::init), 0),
              Figures.shown(rounds.median(name, ColdStart::first), 0),
              Figures.shown(rounds.median(name, ColdStart::cold), 0),
              Figures.shown(cpu, 0),
              Figures.shown(rounds.median(name, ColdStart::memory), 0),
              Figures.shown(cpu / putItem, 2)));
    }
    double create = rounds.median(Subjects.CREATE, ColdStart::cpu);
    double memory = rounds.largest(ColdStart::memory);
    return new Part(
        "Cold starts",
        List.of("function", "init ms", "first ms", "cold ms", "CPU ms", "memory MB", "ratio"),
        rows,
        List.of(
            new Goal(
                "CPU of a cold create : of a cold PutItem",
                create / putItem,
                MOST_TIMES_PUT_ITEM,
                "times"),
            new Goal("peak memory of the largest function, cold", memory, MOST_MEGABYTES, "MB")),
        rounds.failures());
  }
}
