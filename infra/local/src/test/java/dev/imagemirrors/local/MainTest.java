package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The commands as processes of their own, as somebody would run them.
class MainTest {
  @Test
  void servesUntilItIsTerminated() throws Exception {
    var process = run("serve", "--port", "0", "--ocm-port", "0");
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(url(output)).startsWith("http://127.0.0.1:");
      process.destroy();

      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      // 128 and the number of SIGTERM.
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void saysInOneLineThatAPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      var port = String.valueOf(taken.getLocalPort());

      assertThat(outcome("serve", "--port", port, "--ocm-port", "0"))
          .isEqualTo(
              new Outcome(
                  1,
                  List.of(
                      "image-mirrors-local: port "
                          + port
                          + " is in use: choose another one with --port")));
      assertThat(outcome("serve", "--port", "0", "--ocm-port", port).lines())
          .containsExactly(
              "image-mirrors-local: port "
                  + port
                  + " is in use: choose another one with --ocm-port");
    }
  }

  @Test
  void saysInOneLineWhatItDoesNotUnderstand() throws Exception {
    assertThat(outcome("serve", "--prot", "1"))
        .isEqualTo(
            new Outcome(
                2, List.of("image-mirrors-local: serve does not know '--prot' (see: help)")));
    assertThat(
            outcome("serve", "--port", "0", "--ocm-port", "0", "--parameter", "Nothing=1").lines())
        .containsExactly(
            "image-mirrors-local: template.yaml, Parameters: there is no parameter Nothing");
  }

  @Test
  void keepsTablesWhenItIsKilled(@TempDir Path data) throws Exception {
    var killed = run("serve", "--port", "0", "--ocm-port", "0", "--data", data.toString());
    try (var output = killed.inputReader(StandardCharsets.UTF_8);
        var dynamo = client(url(output))) {
      dynamo.putItem(r -> r.tableName("image-mirrors-mirrors").item(key()));
    } finally {
      killed.destroyForcibly();
      killed.waitFor();
    }

    var again = run("serve", "--port", "0", "--ocm-port", "0", "--data", data.toString());
    try (var output = again.inputReader(StandardCharsets.UTF_8);
        var dynamo = client(url(output))) {
      assertThat(dynamo.getItem(r -> r.tableName("image-mirrors-mirrors").key(key())).hasItem())
          .isTrue();
    } finally {
      again.destroyForcibly();
      again.waitFor();
    }
  }

  private record Outcome(int status, List<String> lines) {}

  private static Outcome outcome(String... arguments) throws IOException, InterruptedException {
    var process = run(arguments);
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var lines = output.lines().toList();
      return new Outcome(process.waitFor(), lines);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process run(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("AWS_REGION");
    return builder.start();
  }

  private static String url(BufferedReader output) {
    return output
        .lines()
        .filter(line -> line.startsWith("ready: "))
        .findFirst()
        .orElseThrow()
        .substring("ready: ".length());
  }

  private static DynamoDbClient client(String url) {
    return DynamoDbClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(url))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  private static Map<String, AttributeValue> key() {
    return Map.of("pk", AttributeValue.fromS("test"), "sk", AttributeValue.fromS("test"));
  }
}
