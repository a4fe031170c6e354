package dev.imagemirrors.bench;

import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Warm invocations, with a long-running process for each function. Functions alternate in blocks,
/// so that other load on the machine affects all equally.
final class WarmCalls {
  private static final int WARM_UP_BLOCKS = 12;
  private static final int BLOCKS = 12;
  private static final int BLOCK = 25;
  private static final double MOST_TIMES_BARE = 1.2;
  private static final String BARE = "BareCreateFunction";

  private final StackClient client;
  private int count;

  private WarmCalls(StackClient client) {
    this.client = client;
  }

  static Part measure(Project project, Options options) throws IOException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var calls = new WarmCalls(client);
      calls.prepare();
      return calls.measure(
          calls.subjects(new Subjects(project, stack)), project.runtime(options.flags()));
    }
  }

  private void prepare() {
    for (var source : List.of("registry.example.com/team", "quay.io/team", "quay.io/edited")) {
      client.api(
          "POST",
          "/clusters/mycluster/image-mirrors",
          "{\"source\": \"%s\", \"mirrors\": \"mirror.corp.com/team\"}".formatted(source));
    }
  }

  private List<Subject> subjects(Subjects subjects) {
    return List.of(
        subjects.bareCreate(() -> bytes("\"%s %s\"".formatted(cluster("bare"), source()))),
        subjects.named(
            Subjects.CREATE,
            () ->
                bytes(
                    "{\"cluster\": \"%s\", \"source\": \"%s\", \"mirrors\": \"mirror.corp.com/n\"}"
                        .formatted(cluster("create"), source()))),
        subjects.named("ListImageMirrorsFunction", () -> bytes("{\"cluster\": \"mycluster\"}")),
        subjects.named(
            "DescribeImageMirrorFunction",
            () -> bytes("{\"cluster\": \"mycluster\", \"id\": \"quay.io/team\"}")),
        subjects.named(
            "EditImageMirrorFunction",
            () ->
                bytes(
                    "{\"cluster\": \"mycluster\", \"id\": \"quay.io/edited\", \"mirrors\": \"m.corp.com/n%d\"}"
                        .formatted(++count))));
  }

  /// A new cluster for each block, which keeps its lists short.
  private String cluster(String of) {
    var name = of + "-" + count / BLOCK;
    client.cluster(name, "{}");
    return name;
  }

  private String source() {
    return "registry.example.com/n" + ++count;
  }

  private static byte[] bytes(String event) {
    return event.getBytes(StandardCharsets.UTF_8);
  }

  private Part measure(List<Subject> subjects, ManagedRuntime runtime) throws IOException {
    var processes = new LinkedHashMap<Subject, FunctionProcess>();
    try {
      for (var subject : subjects) {
        processes.put(subject, runtime.start(subject, Initialization.ON_DEMAND));
      }
      System.out.println("warm calls: " + WARM_UP_BLOCKS * BLOCK + " of each to warm up");
      run(WARM_UP_BLOCKS, processes);
      System.out.println("warm calls: " + BLOCKS * BLOCK + " of each to measure");
      return part(run(BLOCKS, processes));
    } finally {
      processes.values().forEach(FunctionProcess::close);
    }
  }

  private static Map<String, List<Double>> run(
      int blocks, Map<Subject, FunctionProcess> processes) {
    var times = new LinkedHashMap<String, List<Double>>();
    for (int block = 0; block < blocks; block++) {
      processes.forEach((subject, process) -> {
        var taken = times.computeIfAbsent(subject.name(), _ -> new ArrayList<>());
        for (int i = 0; i < BLOCK; i++) {
          var event = subject.events().next();
          taken.add(process.invoke(event));
        }
      });
    }
    return times;
  }

  private static Part part(Map<String, List<Double>> times) {
    double bare = Figures.of(times.getOrDefault(BARE, List.of())).median();
    double create = Figures.of(times.getOrDefault(Subjects.CREATE, List.of())).median();
    var rows = new ArrayList<List<String>>();
    times.forEach((name, taken) -> {
      var figures = Figures.of(taken);
      rows.add(
          List.of(
              name,
              "" + taken.size(),
              Figures.shown(figures.median(), 2),
              Figures.shown(figures.percentile(99), 2),
              name.equals(BARE) || name.equals(Subjects.CREATE)
                  ? Figures.shown(figures.median() / bare, 2)
                  : "-"));
    });
    return new Part(
        "Warm calls",
        List.of("function", "calls", "median ms", "p99 ms", "ratio"),
        rows,
        List.of(
            new Goal(
                "a warm create : the same calls made bare",
                create / bare,
                MOST_TIMES_BARE,
                "times")),
        List.of());
  }
}
