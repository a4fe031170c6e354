package dev.imagemirrors.local;

import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The OCM credentials of the functions.
///
/// Every user of the machine can read the command line of a process, so the secret can also come
/// from a file or from the environment.
record Credentials(String id, String secret) {
  /// The simulator accepts any.
  static final Credentials LOCAL = new Credentials("local", "local");

  private static final String OPTION = "--ocm-client-secret";
  private static final String FILE = "--ocm-client-secret-file";

  /// Options take precedence over `OCM_CLIENT_ID` and `OCM_CLIENT_SECRET`.
  static Credentials of(CommandLine line, Map<String, String> environment) throws IOException {
    if (line.option(OPTION).isPresent() && line.option(FILE).isPresent()) {
      throw new CommandLine.Misuse(OPTION + " and " + FILE + " cannot both be given");
    }
    var id = environment.getOrDefault("OCM_CLIENT_ID", LOCAL.id);
    var secret = environment.getOrDefault("OCM_CLIENT_SECRET", LOCAL.secret);
    var file = line.option(FILE).map(Path::of);
    return new Credentials(
        line.option("--ocm-client-id", id),
        file.isPresent() ? read(file.get()) : line.option(OPTION, secret));
  }

  private static String read(Path file) throws IOException {
    String secret;
    try {
      secret = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          FILE + ": cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
    if (secret.isEmpty()) {
      throw new CommandLine.Misuse(FILE + ": " + file + " is empty");
    }
    return secret;
  }

  /// The value of the secret in Secrets Manager.
  String json() {
    var json = Json.object().put("client_id", id).put("client_secret", secret);
    return new String(Json.bytes(json), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Credentials of " + id;
  }
}
