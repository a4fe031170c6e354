package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Measures several subjects in alternation, so that other load on the machine affects all equally.
final class Rounds<T> {
  private final Map<String, List<T>> results = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  /// A measurement of a subject, and the figure to print as progress.
  interface Trial<T> {
    T of(Subject subject) throws IOException, InterruptedException;
  }

  /// Measures a function in a new process.
  interface Start<T> {
    T of(ManagedRuntime runtime, Subject subject) throws IOException, InterruptedException;
  }

  /// Measures the start of every function and of the baselines, on a new stack.
  static <T> Rounds<T> ofStarts(String what, Project project, Options options, Start<T> start)
      throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var events = new SampleEvents(project.events(), client);
      events.prepare();
      var runtime = project.runtime(options.flags());
      var subjects = new Subjects(project, stack).all(events);
      var rounds = new Rounds<T>();
      rounds.run(what, options.runs(), subjects, subject -> start.of(runtime, subject));
      return rounds;
    }
  }

  void run(String what, int rounds, List<Subject> subjects, Trial<T> trial)
      throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      System.out.print(what + ", round " + round + " of " + rounds + ":");
      for (var subject : subjects) {
        System.out.print(" " + subject.name().replace("Function", ""));
        System.out.flush();
        try {
          results.computeIfAbsent(subject.name(), _ -> new ArrayList<>()).add(trial.of(subject));
        } catch (FunctionFailed e) {
          System.out.print(" FAILED");
          failures.add(what + ": " + e.getMessage());
        }
      }
      System.out.println();
    }
  }

  /// The measured subjects, in the order of the first round.
  Set<String> names() {
    return results.keySet();
  }

  /// The median of a figure of the subject; NaN without measurements.
  double median(String name, ToDoubleFunction<T> figure) {
    return new Figures(results.getOrDefault(name, List.of()).stream().mapToDouble(figure).toArray())
        .median();
  }

  /// The largest of the subjects' medians.
  double largest(ToDoubleFunction<T> figure) {
    return names().stream().mapToDouble(name -> median(name, figure)).max().orElse(Double.NaN);
  }

  List<String> failures() {
    return failures;
  }
}
