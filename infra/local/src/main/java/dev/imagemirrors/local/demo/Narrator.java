package dev.imagemirrors.local.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Tells the story on a terminal, and remembers what did not come as it should.
final class Narrator {
  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int chapter;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
  }

  void chapter(String title) {
    chapter++;
    out.println();
    out.println(chapter + ". " + title);
  }

  /// What was asked, and what came back, which must have the status and hold the words.
  void exchange(String asked, Client.Answer answer, int status, String... words) {
    out.println("   > " + asked);
    answer.text().stripTrailing().lines().forEach(line -> out.println("   " + shortened(line)));
    check(
        answer.status() == status,
        "status " + status + " was expected, and " + answer.status() + " came");
    for (var word : words) {
      check(answer.text().contains(word), "the reply should say: " + word);
    }
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      out.println("   FAILED: " + otherwise);
      failures.add(chapter + ". " + otherwise);
    }
  }

  /// The exit status: 0 only when every step did what it says.
  int end() {
    out.println();
    if (failures.isEmpty()) {
      out.println("All " + chapter + " steps did what they say.");
      return 0;
    }
    out.println(failures.size() + " checks failed:");
    failures.forEach(failure -> out.println("  " + failure));
    return 1;
  }

  private static String shortened(String line) {
    return line.length() <= 160 ? line : line.substring(0, 157) + "...";
  }
}
