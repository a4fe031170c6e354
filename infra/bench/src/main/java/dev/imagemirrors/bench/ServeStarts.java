package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The startup time of the local stack.
final class ServeStarts {
  private ServeStarts() {}

  static Part measure(Project project, Options options) throws IOException {
    var ready = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    var memory = new ArrayList<Double>();
    for (int run = 1; run <= options.runs(); run++) {
      System.out.println("start of serve, run " + run + " of " + options.runs());
      try (var stack = project.startStack()) {
        var use = stack.use();
        ready.add(stack.readyAfter());
        cpu.add(use.cpuMillis());
        memory.add(use.peakMegabytes());
      }
    }
    return new Part(
        "Start of serve",
        List.of("process", "ready ms", "CPU ms", "memory MB"),
        List.of(
            List.of(
                "serve",
                Figures.shown(Figures.of(ready).median(), 0),
                Figures.shown(Figures.of(cpu).median(), 0),
                Figures.shown(Figures.of(memory).median(), 0))),
        List.of(),
        List.of());
  }
}
