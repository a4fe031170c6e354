package dev.imagemirrors.local.demo;

import java.io.PrintStream;
import java.time.Duration;

/// Runs the demo on a running stack.
public final class Demo {
  private Demo() {}

  /// Returns the exit status: 0 if every check passed.
  public static int run(String stack, String simulator, Duration started, PrintStream out) {
    var narrator = new Narrator(out);
    narrator.say("Image mirrors for ROSA: end-to-end demo, without an AWS account or Docker.");
    narrator.say(
        "Functions: %s. OCM simulator: %s. Started in %.1f s."
            .formatted(stack, simulator, started.toMillis() / 1000.0));
    try (var client = new Client(stack, simulator)) {
      new GuideScenario(client, narrator).run();
    }
    return narrator.end();
  }
}
