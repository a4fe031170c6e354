package dev.imagemirrors.bench;

import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// SnapStart starts. Init and the hooks before the checkpoint are not part of a request; the
/// measured time is from the restore to the first reply.
final class SnapStarts {
  private static final double MOST_MILLIS = 40;
  private static final double MOST_MEGABYTES = 160;

  private SnapStarts() {}

  private record SnapStart(double checkpoint, double restore, double cpu, double memory) {}

  static Part measure(Project project, Options options) throws IOException, InterruptedException {
    return part(Rounds.ofStarts("SnapStart", project, options, SnapStarts::start));
  }

  private static SnapStart start(ManagedRuntime runtime, Subject subject) throws IOException {
    var event = subject.events().next();
    try (var function = runtime.start(subject, Initialization.SNAP_START)) {
      double checkpoint = function.checkpoint();
      var before = function.use();
      double restore = function.restore(event);
      var after = function.use();
      return new SnapStart(
          checkpoint, restore, after.cpuMillis() - before.cpuMillis(), after.peakMegabytes());
    }
  }

  private static Part part(Rounds<SnapStart> rounds) {
    double putItem = rounds.median(Subjects.PUT_ITEM, SnapStart::restore);
    var rows = new ArrayList<List<String>>();
    for (var name : rounds.names()) {
      double restore = rounds.median(name, SnapStart::restore);
      rows.add(
          List.of(
              name,
              Figures.shown(rounds.median(name, SnapStart::checkpoint), 0),
              Figures.shown(restore, 1),
              Figures.shown(rounds.median(name, SnapStart::cpu), 0),
              Figures.shown(rounds.median(name, SnapStart::memory), 0),
              Figures.shown(restore / putItem, 2)));
    }
    double memory = rounds.largest(SnapStart::memory);
    return new Part(
        "SnapStart: from the restore to the first reply",
        List.of("function", "checkpoint ms", "restore ms", "CPU ms", "memory MB", "ratio"),
        rows,
        List.of(
            new Goal(
                "a create, from its restore to the reply",
                rounds.median(Subjects.CREATE, SnapStart::restore),
                MOST_MILLIS,
                "ms"),
            new Goal(
                "peak memory of the largest function, SnapStart", memory, MOST_MEGABYTES, "MB")),
        rounds.failures());
  }
}
