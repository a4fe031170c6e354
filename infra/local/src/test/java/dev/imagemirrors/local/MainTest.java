package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.ocm.OcmSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// Runs each command in its own process.
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
  void printsTenLinesAtMostAndTheReadyLineLast() throws Exception {
    var process = run("serve", "--port", "0", "--ocm-port", "0");
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var lines = new ArrayList<String>();
      do {
        lines.add(output.readLine());
      } while (!lines.getLast().startsWith("ready: "));

      assertThat(lines).hasSizeLessThanOrEqualTo(10);
      assertThat(lines.getLast()).matches("ready: http://127\\.0\\.0\\.1:\\d+");
      assertThat(lines.get(lines.size() - 2)).isEmpty();
      assertThat(String.join("\n", lines))
          .contains("curl -s ", "aws lambda invoke ", "rosa login ", "OCM: ");
    } finally {
      process.destroyForcibly();
    }
  }

  /// Even when the process is killed, which runs no shutdown hook.
  @Test
  void leavesNothingInTheTemporaryFolder(@TempDir Path temporary) throws Exception {
    var process =
        run(
            List.of("-Djava.io.tmpdir=" + temporary),
            List.of("serve", "--port", "0", "--ocm-port", "0"));
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(url(output)).isNotEmpty();

      assertThat(temporary).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }

    var refused =
        run(
            List.of("-Djava.io.tmpdir=" + temporary),
            List.of("serve", "--port", "0", "--ocm-port", "0", "--parameter", "Nothing=1"));
    assertThat(refused.waitFor()).isEqualTo(2);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void reportsAPortThatIsInUseInOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      var port = String.valueOf(taken.getLocalPort());

      assertThat(outcome("serve", "--port", port, "--ocm-port", "0"))
          .isEqualTo(
              new Outcome(
                  1,
                  List.of(
                      "image-mirrors-local: port "
                          + port
                          + " is in use: choose another with --port")));
      assertThat(outcome("serve", "--port", "0", "--ocm-port", port).lines())
          .containsExactly(
              "image-mirrors-local: port " + port + " is in use: choose another with --ocm-port");
    }
  }

  @Test
  void reportsInvalidArgumentsInOneLine() throws Exception {
    assertThat(outcome("serve", "--prot", "1"))
        .isEqualTo(
            new Outcome(
                2, List.of("image-mirrors-local: unknown option '--prot' for serve (see: help)")));
    assertThat(outcome("ocm-simulator", "--host", "192.0.2.1").lines())
        .containsExactly(
            "image-mirrors-local: --host must be an address of this machine, not '192.0.2.1' (see:"
                + " help)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --parameter Profiles=notjson   | parameter Profiles must be a JSON object, not 'notjson'
          --parameter LogLevel=TRACE     | parameter LogLevel must be one of DEBUG, INFO, WARN, ERROR, not 'TRACE'
          --parameter IdempotencyKeyHours=1 | parameter IdempotencyKeyHours must be a number of at least 25 and at most 8760, not '1'
          --ocm-url nonsense --ocm-token-url http://a/b | --ocm-url must be an http or https URL, not 'nonsense' (see: help)
          --ocm-url http://a             | --ocm-url and --ocm-token-url must be given together (see: help)
          --data=                        | --data must be a directory, not '' (see: help)
          --parameter OperationLifetimeHours=169 | parameter OperationLifetimeHours must be a number of at least 1 and at most 168, not '169'
          --allowed-host http://a        | --allowed-host must be NAME or NAME:PORT, not 'http://a' (see: help)
          """)
  void reportsAnInvalidSettingInOneLine(String options, String complaint) throws Exception {
    var arguments = new ArrayList<>(List.of("serve", "--port", "0", "--ocm-port", "0"));
    arguments.addAll(List.of(options.split(" ")));

    assertThat(outcome(arguments.toArray(String[]::new)))
        .isEqualTo(new Outcome(2, List.of("image-mirrors-local: " + complaint)));
  }

  @Test
  void reportsAnUnknownParameterWithTheKnownOnes() throws Exception {
    var outcome = outcome("serve", "--port", "0", "--ocm-port", "0", "--parameter", "Nothing=1");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.lines()).hasSize(1);
    assertThat(outcome.lines().getFirst())
        .startsWith(
            "image-mirrors-local: parameter Nothing is unknown; template.yaml has OcmUrl, ");
  }

  /// The template allows any JSON object; the functions read it.
  @Test
  void reportsSettingsThatTheFunctionsRefuse() throws Exception {
    var outcome =
        outcome("serve", "--port", "0", "--ocm-port", "0", "--parameter", "Profiles={\"a\": {}}");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.lines()).hasSize(1);
    assertThat(outcome.lines().getFirst())
        .startsWith("image-mirrors-local: the functions refuse the parameters: ")
        .contains("PROFILES");
  }

  @Test
  void reportsADataDirectoryThatIsAFile(@TempDir Path folder) throws Exception {
    var file = Files.createFile(folder.resolve("file"));

    assertThat(outcome("serve", "--port", "0", "--ocm-port", "0", "--data", file.toString()))
        .isEqualTo(
            new Outcome(
                1,
                List.of(
                    "image-mirrors-local: the data directory "
                        + file
                        + " cannot be used: it is a file, not a directory")));
  }

  /// The simulator refuses the secret `wrong`.
  @Test
  void handsCredentialsOfTheEnvironmentAndOfAFileToTheFunctions(@TempDir Path folder)
      throws Exception {
    var file = Files.writeString(folder.resolve("secret"), "wrong\n").toString();
    var serve = List.of("serve", "--port", "0", "--ocm-port", "0");
    var withFile = new ArrayList<>(serve);
    withFile.addAll(List.of("--ocm-client-secret-file", file));
    try (var http = HttpClient.newHttpClient();
        var byDefault = ServeProcess.start(List.of(), serve);
        var byEnvironment =
            ServeProcess.start(List.of(), serve, Map.of("OCM_CLIENT_SECRET", "wrong"));
        var byFile = ServeProcess.start(List.of(), withFile)) {
      assertThat(mirrors(http, byDefault)).contains("\"image_mirrors\":[]");
      assertThat(mirrors(http, byEnvironment)).contains(":problem:credentials-rejected");
      assertThat(mirrors(http, byFile)).contains(":problem:credentials-rejected");
    }
  }

  private static String mirrors(HttpClient http, ServeProcess serve) {
    var list = URI.create(serve.url() + "/clusters/mycluster/image-mirrors");
    return text(http, HttpRequest.newBuilder(list).build());
  }

  @Test
  void printsItsVersion() throws Exception {
    assertThat(outcome("version").lines())
        .containsExactly("image-mirrors-local (not in a jar), Java " + Runtime.version());
    assertThat(outcome("--version").status()).isZero();
  }

  @Test
  void announcesChangesAndKeepsMirrorsAcrossARestart(@TempDir Path data) throws Exception {
    var serve = List.of("serve", "--port", "0", "--ocm-port", "0", "--data", data.toString());
    try (var first = ServeProcess.start(List.of(), serve);
        var http = HttpClient.newHttpClient()) {
      post(
          http,
          first.url() + "/clusters/mycluster/image-mirrors",
          "{\"source\": \"quay.io/kept\", \"mirrors\": \"mirror.example.com/kept\"}");

      assertThat(first.awaitLine("announced: "))
          .startsWith("announced: Image Mirror Created, cluster ")
          .contains(", source quay.io/kept, ", ", history number 1, operation ");
    }

    try (var second = ServeProcess.start(List.of(), serve);
        var http = HttpClient.newHttpClient()) {
      assertThat(mirrors(http, second))
          .contains("\"source\":\"quay.io/kept\"", "\"state\":\"in-sync\"");
    }
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

  /// OCM applies the write while the stack is killed. The test ends the lease instead of waiting
  /// minutes for it to expire.
  @Test
  void finishesAWriteInWhoseMiddleItWasKilled(@TempDir Path data) throws Exception {
    try (var ocm = OcmSimulator.start(0);
        var http = HttpClient.newHttpClient()) {
      var serve =
          new String[] {
            "serve",
            "--port",
            "0",
            "--data",
            data.toString(),
            "--ocm-url",
            ocm.url(),
            "--ocm-token-url",
            ocm.tokenUrl()
          };
      var lane = key("CLUSTER#" + clusterId(http, ocm), "LANE");
      post(
          http,
          ocm.url() + "/_sim/fault",
          "{\"method\": \"POST\", \"match\": \"/image_mirrors\", \"delay_ms\": 60000, \"after\": true}");
      var killed = run(serve);
      try (var output = killed.inputReader(StandardCharsets.UTF_8)) {
        var mirrors = url(output) + "/clusters/mycluster/image-mirrors";
        var lost =
            http.sendAsync(
                request(mirrors, "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}"),
                HttpResponse.BodyHandlers.ofString());
        StackFixture.awaitThat("the write", () -> mirrors(http, ocm) == 1);
        assertThat(lost).isNotDone();
      } finally {
        killed.destroyForcibly();
        killed.waitFor();
      }

      var again = run(serve);
      try (var output = again.inputReader(StandardCharsets.UTF_8)) {
        var url = url(output);
        try (var dynamo = client(url)) {
          var held = passed(dynamo, lane, "lease_until");
          var operation = Objects.requireNonNull(held.get("operation_id")).s();
          var _ = passed(dynamo, key("OPERATION#" + operation, "OPERATION"), "due_at");
        }
        var recovery = url + "/2015-03-31/functions/RecoverOperationsFunction/invocations";
        post(http, recovery, "{}");
        var history = URI.create(url + "/clusters/mycluster/history");
        StackFixture.awaitThat(
            "the end of the write",
            () ->
                text(http, HttpRequest.newBuilder(history).build())
                    .contains("\"outcome\":\"created\""));
        assertThat(mirrors(http, ocm)).isEqualTo(1);
      } finally {
        again.destroyForcibly();
        again.waitFor();
      }
    }
  }

  /// Sets a time of an item with an operation to the past, and returns the item.
  private static Map<String, AttributeValue> passed(
      DynamoDbClient dynamo, Map<String, AttributeValue> key, String time) {
    return dynamo
        .updateItem(update ->
            update
                .tableName("image-mirrors-mirrors")
                .key(key)
                .updateExpression("SET " + time + " = :past")
                .conditionExpression("attribute_exists(operation_id)")
                .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1")))
                .returnValues(ReturnValue.ALL_NEW))
        .attributes();
  }

  private static String clusterId(HttpClient http, OcmSimulator ocm) {
    return mycluster(http, ocm).path("id").asText();
  }

  private static int mirrors(HttpClient http, OcmSimulator ocm) {
    return mycluster(http, ocm).path("image_mirrors").size();
  }

  private static JsonNode mycluster(HttpClient http, OcmSimulator ocm) {
    var state = HttpRequest.newBuilder(URI.create(ocm.url() + "/_sim/state")).build();
    for (var cluster : StackFixture.read(text(http, state)).path("clusters")) {
      if (cluster.path("name").asText().equals("mycluster")) {
        return cluster;
      }
    }
    throw new AssertionError("no mycluster");
  }

  private static HttpRequest request(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void post(HttpClient http, String url, String body) {
    assertThat(text(http, request(url, body))).isNotEmpty();
  }

  private static String text(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
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
    return run(List.of(), List.of(arguments));
  }

  private static Process run(List<String> jvmOptions, List<String> arguments) throws IOException {
    return ServeProcess.command(jvmOptions, Main.class.getName(), arguments).start();
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
    return key("test", "test");
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }
}
