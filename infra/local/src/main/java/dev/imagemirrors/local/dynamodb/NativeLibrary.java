package dev.imagemirrors.local.dynamodb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/// DynamoDB Local's native library.
final class NativeLibrary {
  private static boolean loaded;

  private NativeLibrary() {}

  /// The loader copies the library to a folder and deletes it only when the process ends normally.
  /// A loaded library does not need its file, except on Windows.
  ///
  /// @throws IllegalStateException if it cannot be loaded, or the process is ending
  static synchronized void load() {
    if (loaded) {
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(NativeLibrary::awaitLoad));
    try {
      var folder = Files.createTempDirectory("image-mirrors-");
      System.setProperty("org.sqlite.tmpdir", folder.toString());
      try {
        SQLiteLibraryLoader.initialize();
        loaded = true;
      } finally {
        delete(folder);
      }
    } catch (Exception e) {
      throw new IllegalStateException("Cannot load DynamoDB Local's native library", e);
    }
  }

  /// Takes the lock, so that a process that is ending waits until the folder is deleted.
  private static synchronized void awaitLoad() {}

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.map(Path::toFile).allMatch(File::delete)) {
        Files.delete(folder);
      }
    }
  }
}
