package dev.imagemirrors.reply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The sample events of the project, as seeds for fuzzing.
public final class Samples {
  private Samples() {}

  /// A sample event, and its operation.
  // Never compared, so the array is safe.
  @SuppressWarnings("ArrayRecordComponent")
  public record Sample(String operation, byte[] event) {}

  public static Stream<Sample> all() {
    try (var files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).sorted().map(Samples::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sample read(Path file) {
    try {
      return new Sample(file.getName(file.getNameCount() - 2).toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A path in the project, independent of the working directory.
  private static Path folder() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("events/create"))) {
        return at.resolve("events");
      }
    }
    throw new IllegalStateException("there is no folder of events");
  }
}
