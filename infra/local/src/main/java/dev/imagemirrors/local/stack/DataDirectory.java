package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The data directory, created if missing, and locked: two stacks would corrupt its files.
///
/// Only its owner can read it: it holds histories, and everything that callers sent.
final class DataDirectory implements AutoCloseable {
  /// Name of a database file of DynamoDB Local: `000000000000_us-east-1.db`
  private static final Pattern DATABASE = Pattern.compile("(\\d{12})_([a-z0-9-]+)\\.db");

  private static final String LOCK = ".lock";

  private final Optional<Path> directory;
  private final List<Scope> places;
  private final Optional<FileChannel> lock;

  private DataDirectory(Optional<Path> directory, List<Scope> places, Optional<FileChannel> lock) {
    this.directory = directory;
    this.places = places;
    this.lock = lock;
  }

  static DataDirectory lock(Optional<Path> directory) throws IOException {
    if (directory.isEmpty()) {
      return new DataDirectory(directory, List.of(), Optional.empty());
    }
    var path = directory.get();
    prepare(path);
    var channel = open(path);
    if (!isFree(channel)) {
      channel.close();
      throw new IOException("the data directory " + path + " is in use by another local stack");
    }
    var locked = new DataDirectory(directory, places(path), Optional.of(channel));
    locked.makeFilesPrivate();
    return locked;
  }

  /// Creates the directory for its owner only. An existing one must be empty or a data directory:
  /// the permissions of another are not for the stack to change.
  ///
  /// @throws IOException that says why it cannot be used
  static void prepare(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw unusable(path, "it is a file, not a directory");
    }
    try {
      Files.createDirectories(path);
      if (!Files.exists(path.resolve(LOCK)) && !isEmpty(path)) {
        throw unusable(path, "it has files of something else; name an empty or a new directory");
      }
      setPermissions(path, "rwx------");
      // From now on it is a data directory.
      open(path).close();
    } catch (AccessDeniedException e) {
      throw unusable(path, "permission denied for " + e.getFile());
    } catch (FileSystemException e) {
      throw unusable(path, "cannot create or change it (" + reason(e) + ")");
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(
          path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw unusable(path, "cannot write to it (" + reason(e) + ")");
    }
  }

  private static String reason(FileSystemException e) {
    return Objects.requireNonNullElseGet(e.getReason(), e.getClass()::getSimpleName);
  }

  private static IOException unusable(Path path, String reason) {
    return new IOException("the data directory " + path + " cannot be used: " + reason);
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /// Files of DynamoDB Local get the permissions that the process gives to new files.
  void makeFilesPrivate() {
    if (directory.isEmpty()) {
      return;
    }
    try (var files = Files.list(directory.get())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        makePrivate(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePrivate(Path file) throws IOException {
    try {
      setPermissions(file, "rw-------");
    } catch (NoSuchFileException _) {
      // SQLite has deleted a journal meanwhile.
    }
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(permissions));
    }
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
