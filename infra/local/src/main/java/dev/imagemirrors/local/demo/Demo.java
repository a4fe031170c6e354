package dev.imagemirrors.local.demo;

import java.io.PrintStream;
import java.time.Duration;

/// Plays the whole story on a stack that runs already.
public final class Demo {
  private Demo() {}

  /// Returns the exit status: 0 only when every step did what it says.
  public static int play(String stack, String simulator, Duration started, PrintStream out) {
    var narrator = new Narrator(out);
    narrator.say("Image mirrors for ROSA, on this machine: no AWS account, no Docker.");
    narrator.say(
        "The functions run at %s, the OCM simulator at %s (started in %.1f s)."
            .formatted(stack, simulator, started.toMillis() / 1000.0));
    try (var client = new Client(stack, simulator)) {
      new Story(client, narrator).play();
    }
    return narrator.end();
  }
}
