package dev.imagemirrors.local.demo;

import dev.imagemirrors.text.Text;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Prints the steps of the demo and collects failed checks.
final class Narrator {
  private static final int LONGEST_LINE = 160;

  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int step;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
  }

  void step(String title) {
    step++;
    out.println();
    out.println(step + ". " + title);
  }

  /// Prints a request and its reply, and checks the status and text of the reply.
  void exchange(String request, Client.Answer answer, int status, String... texts) {
    out.println("   > " + request);
    answer
        .text()
        .stripTrailing()
        .lines()
        .forEach(line -> out.println("   " + Text.shortened(Text.printable(line), LONGEST_LINE)));
    check(answer.status() == status, "expected status " + status + ", got " + answer.status());
    for (var text : texts) {
      check(answer.text().contains(text), "expected in the reply: " + text);
    }
  }

  void check(boolean passed, String failure) {
    if (!passed) {
      out.println("   FAILED: " + failure);
      failures.add(step + ". " + failure);
    }
  }

  /// Prints the result and returns the exit status: 0 if every check passed.
  int end() {
    out.println();
    if (failures.isEmpty()) {
      out.println("Demo passed: " + step + " steps, every check as expected.");
      return 0;
    }
    out.println("Demo failed. Failed checks: " + failures.size());
    failures.forEach(failed -> out.println("  " + failed));
    return 1;
  }
}
