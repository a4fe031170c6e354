package dev.imagemirrors.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures several subjects in turns, so that whatever else the machine does hits all alike.
final class Rounds<T> {
  private final Map<String, List<T>> results = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  /// One measurement of one subject, and the figure of it to show on the way.
  interface Trial<T> {
    T of(Subject subject) throws IOException, InterruptedException;
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

  /// What was measured, by subject, in the order of the first round.
  Map<String, List<T>> results() {
    return results;
  }

  List<String> failures() {
    return failures;
  }
}
