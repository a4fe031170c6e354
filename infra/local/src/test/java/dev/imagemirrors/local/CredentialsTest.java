package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("OCM_CLIENT_ID", "env-id", "OCM_CLIENT_SECRET", "env-secret");

  @Test
  void comeFromTheEnvironment() throws Exception {
    assertThat(credentials(ENVIRONMENT)).isEqualTo(new Credentials("env-id", "env-secret"));
    assertThat(credentials(Map.of())).isEqualTo(Credentials.LOCAL);
  }

  @Test
  void comeFromOptionsFirst() throws Exception {
    assertThat(credentials(ENVIRONMENT, "--ocm-client-id=id", "--ocm-client-secret=secret"))
        .isEqualTo(new Credentials("id", "secret"));
  }

  @Test
  void comeFromAFile(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("secret"), "file-secret\n");

    assertThat(credentials(ENVIRONMENT, "--ocm-client-secret-file=" + file))
        .isEqualTo(new Credentials("env-id", "file-secret"));
    assertThatThrownBy(() ->
            credentials(Map.of(), "--ocm-client-secret=a", "--ocm-client-secret-file=" + file))
        .isInstanceOf(CommandLine.Misuse.class)
        .hasMessage("--ocm-client-secret and --ocm-client-secret-file cannot both be given");
    Files.writeString(file, " \n");
    assertThatThrownBy(() -> credentials(Map.of(), "--ocm-client-secret-file=" + file))
        .hasMessage("--ocm-client-secret-file: " + file + " is empty");
    assertThatThrownBy(() -> credentials(Map.of(), "--ocm-client-secret-file=" + file + "x"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("--ocm-client-secret-file: cannot read " + file + "x");
  }

  @Test
  void areNotPrinted() {
    assertThat(new Credentials("id", "secret").toString()).doesNotContain("secret");
  }

  private static Credentials credentials(Map<String, String> environment, String... options)
      throws IOException {
    var arguments = new ArrayList<>(List.of("serve"));
    arguments.addAll(List.of(options));
    return Credentials.of(CommandLine.parse(arguments), environment);
  }
}
