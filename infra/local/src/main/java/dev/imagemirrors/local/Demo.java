package dev.imagemirrors.local;

import java.io.PrintStream;

/// Plays the whole story on a local stack of its own.
final class Demo {
  private Demo() {}

  /// Returns the exit status.
  static int run(PrintStream out) {
    out.println("The demonstration is not in this build.");
    return 1;
  }
}
