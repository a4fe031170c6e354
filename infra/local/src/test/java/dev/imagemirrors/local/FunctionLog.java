package dev.imagemirrors.local;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/// Keeps what the functions log during a test, and prints it only if the test fails.
final class FunctionLog implements BeforeEachCallback, TestWatcher {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  PrintStream stream() {
    return new PrintStream(lines, true, StandardCharsets.UTF_8);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    lines.reset();
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.out.print(lines.toString(StandardCharsets.UTF_8));
  }
}
