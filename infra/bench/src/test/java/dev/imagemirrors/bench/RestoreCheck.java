package dev.imagemirrors.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.bench.ManagedRuntime.Initialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A function under the real Lambda client, before its snapshot and after the restore. Runs when
/// the package is built.
class RestoreCheck {
  private static final Project PROJECT = new Project(Path.of("../..").toAbsolutePath().normalize());
  private static final byte[] CREATE =
      """
      {"cluster": "mycluster", "source": "registry.example.com/team", "mirrors": "mirror.corp.com/team"}
      """
          .getBytes(StandardCharsets.UTF_8);

  /// Priming sends no request. Fresh values (a token, and therefore the credentials) are fetched
  /// after the restore.
  @Test
  void sendsNoRequestBeforeTheRestore() throws Exception {
    try (var stack = PROJECT.startStack();
        var client = new StackClient(stack)) {
      var subject = new Subjects(PROJECT, stack).named(Subjects.CREATE, () -> CREATE);
      try (var function =
          PROJECT
              .runtime(List.of("-Xlog:class+load:file=" + loaded()))
              .start(subject, Initialization.SNAP_START)) {
        assertThat(function.checkpoint()).isPositive();
        assertThat(client.simulated().path("tokens_issued").asInt()).isZero();
        assertThat(client.simulated().path("calls")).isEmpty();
        assertThat(Files.readString(Path.of(loaded())))
            .contains("dev.imagemirrors.dynamo.LaneClosing")
            .contains("sun.security.ssl.ClientHello");

        assertThat(function.restore(CREATE)).isPositive();

        assertThat(client.simulated().path("tokens_issued").asInt()).isEqualTo(1);
        assertThat(
                client
                    .api("GET", "/clusters/mycluster/image-mirrors", "")
                    .findValuesAsText("state"))
            .containsExactly("in-sync");
      }
    }
  }

  private static String loaded() {
    return PROJECT.target().resolve("logs/restore-classes.log").toString();
  }
}
