package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;

/// The file that keeps the clusters and image mirrors of the simulator across restarts, if there is
/// a data directory.
final class StateFile {
  private static final String NAME = "ocm-simulator.json";

  private final Optional<Path> path;

  private StateFile(Optional<Path> path) {
    this.path = path;
  }

  static StateFile in(Optional<Path> directory) {
    return new StateFile(directory.map(each -> each.resolve(NAME)));
  }

  Optional<ObjectNode> read() {
    if (path.isEmpty() || !Files.exists(path.get())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.objectIn(Files.readString(path.get())));
    } catch (IOException | Refused e) {
      throw unusable(e);
    }
  }

  /// The state in the file is not what this simulator writes.
  IllegalStateException unusable(Exception cause) {
    return new IllegalStateException(
        "the simulator cannot read its state in %s: %s. Delete the file to start afresh"
            .formatted(path.map(Path::toString).orElse(""), cause.getMessage()),
        cause);
  }

  /// Replaces the file at once, so that a process that is killed leaves the old or the new one.
  void write(Supplier<ObjectNode> state) {
    if (path.isEmpty()) {
      return;
    }
    try {
      var file = path.get();
      // Only its owner can read a temporary file.
      var next = Files.createTempFile(file.getParent(), NAME, ".tmp");
      Files.writeString(next, state.get().toPrettyString());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
