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
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      var folder = Files.createTempDirectory("image-mirrors-");
      folder.toFile().deleteOnExit();
      System.setProperty("org.sqlite.tmpdir", folder.toString());
      SQLiteLibraryLoader.initialize();
      loaded = true;
      delete(folder);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot load DynamoDB Local's native library", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      if (files.map(Path::toFile).allMatch(File::delete)) {
        Files.delete(folder);
      }
    }
  }
}
