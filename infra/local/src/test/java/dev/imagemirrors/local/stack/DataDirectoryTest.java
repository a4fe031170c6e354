package dev.imagemirrors.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path parent;

  @Test
  void isItsOwnersAlone() throws Exception {
    var data = parent.resolve("data");
    try (var _ = LocalStack.start(TestStacks.options("/queue-stack.yaml").withData(data))) {
      assertThat(permissions(data)).isEqualTo("rwx------");
      try (var files = Files.list(data)) {
        assertThat(files).isNotEmpty().allMatch(file -> permissions(file).equals("rw-------"));
      }
    }
  }

  @Test
  void becomesPrivateWhenItIsUsedAgain() throws Exception {
    DataDirectory.lock(Optional.of(parent)).close();
    Files.writeString(parent.resolve("000000000000_us-east-1.db"), "");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));

    try (var _ = DataDirectory.lock(Optional.of(parent))) {
      assertThat(permissions(parent)).isEqualTo("rwx------");
      assertThat(permissions(parent.resolve("000000000000_us-east-1.db"))).isEqualTo("rw-------");
    }
  }

  @Test
  void mustNotBeAFile() throws Exception {
    var file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.prepare(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the data directory " + file + " cannot be used: it is a file, not a directory");
    assertThatThrownBy(() -> DataDirectory.prepare(file.resolve("below")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the data directory "
                + file.resolve("below")
                + " cannot be used: cannot create or change it (Not a directory)");
  }

  @Test
  void mustNotHoldOtherFiles() throws Exception {
    Files.createFile(parent.resolve("letter.txt"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> DataDirectory.prepare(parent))
        .hasMessageEndingWith("it has files of something else; name an empty or a new directory");
    assertThat(permissions(parent)).isEqualTo("rwxr-xr-x");
  }

  /// Nobody can create a directory there, not even root.
  @Test
  @EnabledOnOs(OS.LINUX)
  void mustBeWritable() {
    assertThatThrownBy(() -> DataDirectory.prepare(Path.of("/proc/image-mirrors")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the data directory /proc/image-mirrors cannot be used: cannot create or change it"
                + " (NoSuchFileException)");
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
