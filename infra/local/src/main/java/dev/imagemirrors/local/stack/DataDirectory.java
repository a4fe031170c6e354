package dev.imagemirrors.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The data directory, made if need be and held by one stack at a time: two on the same files would
/// spoil them.
final class DataDirectory implements AutoCloseable {
  private final Optional<FileChannel> lock;

  private DataDirectory(Optional<FileChannel> lock) {
    this.lock = lock;
  }

  static DataDirectory lock(Optional<Path> directory) throws IOException {
    if (directory.isEmpty()) {
      return new DataDirectory(Optional.empty());
    }
    var path = directory.get();
    Files.createDirectories(path);
    var channel =
        FileChannel.open(
            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      throw new IOException("The data directory " + path + " is in use by another local stack");
    }
    return new DataDirectory(Optional.of(channel));
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
