package dev.imagemirrors.bench;

import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A breakdown of one cold start: loaded classes and their origin, compilations and collections,
/// next to that of one PutItem.
final class Profile {
  private final Project project;
  private final List<String> flags;

  private Profile(Project project, List<String> flags) {
    this.project = project;
    this.flags = flags;
  }

  /// The resources used by a start with JVM logging.
  private record Start(double init, double first, double cpuOfInit, double cpu, Path log) {}

  static Part measure(Project project, Options options) throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var events = new SampleEvents(project.events(), client);
      events.prepare();
      var subjects = new Subjects(project, stack).all(events);
      var profile = new Profile(project, options.flags());
      var wanted =
          subjects.stream()
              .filter(subject ->
                  subject.name().equals(options.function())
                      || subject.name().equals(Subjects.PUT_ITEM))
              .toList();
      if (wanted.stream().noneMatch(subject -> subject.name().equals(options.function()))) {
        throw new IllegalArgumentException("unknown function " + options.function());
      }
      return profile.compare(wanted);
    }
  }

  private Part compare(List<Subject> subjects) throws IOException, InterruptedException {
    var figures = new ArrayList<Map<String, String>>();
    for (var subject : subjects) {
      System.out.println("profile of " + subject.name());
      // The first start warms up the stack and is not reported.
      start(subject);
      figures.add(figures(start(subject)));
    }
    var columns = new ArrayList<>(List.of("what"));
    subjects.forEach(subject -> columns.add(subject.name()));
    var names =
        figures.reversed().stream().flatMap(each -> each.keySet().stream()).distinct().toList();
    return new Part(
        "Profile of one cold start, with the JVM's logging on",
        columns,
        names.stream()
            .map(name ->
                Stream.concat(
                        Stream.of(name), figures.stream().map(each -> each.getOrDefault(name, "-")))
                    .toList())
            .toList(),
        List.of(),
        List.of());
  }

  private Start start(Subject subject) throws IOException, InterruptedException {
    var log = project.target().resolve("logs/" + subject.name() + ".jvm.log");
    Files.deleteIfExists(log);
    var event = subject.events().next();
    var logging =
        List.of(
            "-Xlog:class+load=info,gc=info,jit+compilation=debug:file="
                + log
                + ":uptime,tags:filecount=0");
    try (var function =
        project.runtime(flags).with(logging).start(subject, Initialization.ON_DEMAND)) {
      double init = function.init();
      double cpuOfInit = function.use().cpuMillis();
      double first = function.invoke(event);
      double cpu = function.use().cpuMillis();
      function.stop();
      return new Start(init, first, cpuOfInit, cpu, log);
    }
  }

  private static Map<String, String> figures(Start start) throws IOException {
    var figures = new LinkedHashMap<String, String>();
    figures.put("init ms", Figures.shown(start.init(), 0));
    figures.put("init CPU ms", Figures.shown(start.cpuOfInit(), 0));
    figures.put("first ms", Figures.shown(start.first(), 0));
    figures.put("first CPU ms", Figures.shown(start.cpu() - start.cpuOfInit(), 0));
    var log = JvmLog.parse(Files.readAllLines(start.log()));
    figures.put("classes, shared + parsed", log.shared() + " + " + log.parsed());
    log.classes().entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(group ->
            figures.put(
                "classes of " + group.getKey(),
                group.getValue().shared() + " + " + group.getValue().parsed()));
    figures.put("methods compiled", "" + log.compilations());
    figures.put("collections", "" + log.collections());
    figures.put("collections ms", Figures.shown(log.collectionMillis(), 0));
    return figures;
  }
}
