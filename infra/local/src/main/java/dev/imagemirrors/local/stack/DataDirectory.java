package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The data directory, created if missing, and locked: two stacks would corrupt its files.
final class DataDirectory implements AutoCloseable {
  /// Name of a database file of DynamoDB Local: `000000000000_us-east-1.db`
  private static final Pattern DATABASE = Pattern.compile("(\\d{12})_([a-z0-9-]+)\\.db");

  private final List<Scope> places;
  private final Optional<FileChannel> lock;

  private DataDirectory(List<Scope> places, Optional<FileChannel> lock) {
    this.places = places;
    this.lock = lock;
  }

  static DataDirectory lock(Optional<Path> directory) throws IOException {
    if (directory.isEmpty()) {
      return new DataDirectory(List.of(), Optional.empty());
    }
    var path = directory.get();
    Files.createDirectories(path);
    var channel =
        FileChannel.open(
            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      throw new IOException("the data directory " + path + " is in use by another local stack");
    }
    return new DataDirectory(places(path), Optional.of(channel));
  }

  /// The accounts and regions with existing tables.
  List<Scope> places() {
    return places;
  }

  private static List<Scope> places(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> DATABASE.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> new Scope(name.group(1), name.group(2)))
          .toList();
    }
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
