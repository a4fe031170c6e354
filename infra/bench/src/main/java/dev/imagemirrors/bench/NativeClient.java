package dev.imagemirrors.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipFile;

/// The native part of the Lambda client. By default each process unpacks it to the same file in
/// /tmp, and crashes when two do so at the same time.
final class NativeClient {
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private NativeClient() {}

  /// Unpacks it once next to the jars of the client, and returns the JVM flags that select it.
  static List<String> flags(Path ric) throws IOException {
    var architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    var system = isMusl() ? "linux_musl" : "linux";
    var name = "libaws-lambda-jni." + system + "-" + architecture + ".so";
    var unpacked = ric.resolve(name).toAbsolutePath();
    if (!Files.exists(unpacked)) {
      unpack(jar(ric), "jni/" + name, unpacked);
    }
    return List.of("-D" + PROPERTY + "=" + unpacked);
  }

  private static boolean isMusl() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
      return files.iterator().hasNext();
    }
  }

  private static Path jar(Path ric) throws IOException {
    try (var jars = Files.newDirectoryStream(ric, "aws-lambda-java-runtime-interface-client-*")) {
      return jars.iterator().next();
    }
  }

  private static void unpack(Path jar, String entry, Path target) throws IOException {
    var whole = target.resolveSibling(target.getFileName() + ".part");
    try (var packed = new ZipFile(jar.toFile());
        var in = packed.getInputStream(packed.getEntry(entry))) {
      Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
