package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.cluster.Advice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every file in `events/` is a valid event: all are run unchanged, in order, as one scenario on
/// one cluster.
class EventsFolderTest {
  private static final Path EVENTS = StackFixture.PROJECT.resolve("events");
  private static final String ACCOUNT = "123456789012";
  private static final String NODES_ARE_REPLACED = "W: " + Advice.REPLACES_NODES + "\n";

  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private static StackFixture account;

  @BeforeAll
  static void start() {
    stack = StackFixture.start(options -> options.withParameter("OcmProxy", "on"));
    // The account and region in the files.
    account = stack.in(ACCOUNT);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /// A file and its expected result.
  private record Step(String file, String error, Consumer<JsonNode> expected) {}

  private static Step step(String file, Consumer<JsonNode> expected) {
    return new Step(file, "none", expected);
  }

  /// The operation ID in the files is an example.
  private static Step notFound(String file) {
    return new Step(
        file,
        "Unhandled",
        reply ->
            assertThat(reply.path("errorType").asText())
                .isEqualTo("dev.imagemirrors.event.OperationNotFound"));
  }

  private static Step replies(String file, String message) {
    return step(file, reply -> assertThat(reply.at("/messages/0").asText()).isEqualTo(message));
  }

  private static final List<Step> STEPS =
      List.of(
          step(
              "create/api",
              reply ->
                  assertApi(
                      reply,
                      201,
                      "created",
                      "registry.example.com/team",
                      "mirror.corp.com/team",
                      "backup.corp.com/team")),
          step(
              "create/bus",
              reply ->
                  assertWritten(
                      reply,
                      "created",
                      "quay.io/team",
                      "mirror.corp.com/quay-team",
                      "backup.corp.com/quay-team")),
          step(
              "create/console",
              reply -> {
                assertWritten(
                    reply, "created", "registry.example.com/console", "mirror.corp.com/console");
                assertChangeText(
                    reply,
                    """
                    I: Image mirror with ID 'ID' has been created on cluster 'mycluster'
                    I: Source: registry.example.com/console
                    I: Mirrors: [mirror.corp.com/console]
                    """);
              }),
          step(
              "edit/api",
              reply ->
                  assertApi(
                      reply, 200, "updated", "registry.example.com/team", "mirror.corp.com/team")),
          step(
              "edit/bus",
              reply ->
                  assertWritten(reply, "updated", "quay.io/team", "mirror.corp.com/quay-team")),
          step(
              "edit/console",
              reply -> {
                assertWritten(
                    reply,
                    "updated",
                    "registry.example.com/console",
                    "mirror.corp.com/console",
                    "backup.corp.com/console");
                assertChangeText(
                    reply,
                    """
                    I: Image mirror 'ID' has been updated on cluster 'mycluster'
                    I: Source: registry.example.com/console
                    I: Updated mirrors: [mirror.corp.com/console backup.corp.com/console]
                    """);
              }),
          step(
              "list/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                assertThat(reply.at("/headers/Content-Type").asText())
                    .isEqualTo("text/plain; charset=utf-8");
                assertTable(
                    reply.path("body").asText(),
                    "ID TYPE SOURCE MIRRORS STATE UPDATED",
                    "ID digest quay.io/team mirror.corp.com/quay-team in-sync TIME",
                    "ID digest registry.example.com/console mirror.corp.com/console, backup.corp.com/console in-sync TIME",
                    "ID digest registry.example.com/team mirror.corp.com/team in-sync TIME");
              }),
          step(
              "list/console",
              reply ->
                  assertTable(
                      reply.path("output").asText(),
                      "ID TYPE SOURCE MIRRORS",
                      "ID digest quay.io/team mirror.corp.com/quay-team",
                      "ID digest registry.example.com/console mirror.corp.com/console, backup.corp.com/console",
                      "ID digest registry.example.com/team mirror.corp.com/team")),
          step(
              "explain/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                var digest = "@sha256:" + "0123456789abcdef".repeat(4);
                assertThat(
                        StackFixture.texts(
                            StackFixture.read(reply.path("body").asText()).path("messages")))
                    .containsExactly(
                        "Image 'quay.io/team/app"
                            + digest
                            + "' is mirrored: source 'quay.io/team' matches",
                        "1. mirror.corp.com/quay-team/app"
                            + digest
                            + ", mirror mirror.corp.com/quay-team",
                        "2. quay.io/team/app" + digest + ", the source");
              }),
          step(
              "explain/console",
              reply ->
                  assertText(
                      reply,
                      """
                      I: Image 'registry.example.com/console:1.2' is not mirrored: by tag
                      I: Only pulls by digest are redirected; by digest, source 'registry.example.com/console' would match
                      I: 1. registry.example.com/console:1.2, the source
                      """)),
          step(
              "describe/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                var mirror = StackFixture.read(reply.path("body").asText()).path("image_mirror");
                assertThat(mirror.path("source").asText()).isEqualTo("registry.example.com/team");
                assertThat(reply.at("/headers/ETag").asText())
                    .isEqualTo("\"" + mirror.path("version").asText() + "\"");
              }),
          step(
              "describe/console",
              reply -> {
                assertThat(reply.at("/image_mirror/source").asText())
                    .isEqualTo("registry.example.com/console");
                assertThat(reply.at("/image_mirror/state").asText()).isEqualTo("in-sync");
              }),
          step(
              "delete/api",
              reply ->
                  assertApi(
                      reply, 200, "deleted", "registry.example.com/team", "mirror.corp.com/team")),
          step(
              "delete/bus",
              reply ->
                  assertWritten(reply, "deleted", "quay.io/team", "mirror.corp.com/quay-team")),
          step(
              "delete/console",
              reply ->
                  assertChangeText(
                      reply, "I: Image mirror 'ID' has been deleted from cluster 'mycluster'\n")),
          step(
              "showhistory/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                assertHistory(StackFixture.read(reply.path("body").asText()).path("history"));
              }),
          step(
              "showhistory/console",
              reply -> {
                assertHistory(reply.path("history"));
                assertThat(reply.path("output").asText())
                    .startsWith("NUMBER  TIME ")
                    .contains("  bus:com.example.pipeline\n")
                    .contains("  arn:aws:iam::123456789012:user/pat\n");
              }),
          step(
              "verifyhistory/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                var verified = StackFixture.read(reply.path("body").asText());
                assertThat(verified.path("verified").asBoolean()).as(verified.toString()).isTrue();
                assertThat(verified.path("entries").asInt()).isEqualTo(9);
              }),
          step(
              "verifyhistory/console",
              reply ->
                  assertThat(reply.path("output").asText())
                      .startsWith(
                          "I: The history of cluster 'mycluster' is intact: the newest"
                              + " entry is 9, with hash ")),
          step(
              "apply/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).isEqualTo(200);
                assertThat(
                        StackFixture.read(reply.path("body").asText()).at("/messages/0").asText())
                    .isEqualTo(
                        "Image mirrors have been applied to cluster 'mycluster': 2 created, 0 updated, 0 deleted");
              }),
          step(
              "apply/bus",
              reply ->
                  assertThat(reply.at("/messages/0").asText())
                      .isEqualTo(
                          "Image mirrors have been applied to cluster 'mycluster': 0 created, 0 updated, 1 deleted")),
          step(
              "apply/console",
              reply ->
                  assertChangeText(
                      reply,
                      """
                      I: ~ registry.example.com/team
                      I:       mirror.corp.com/team
                      I:     + backup.corp.com/team
                      I: Plan for cluster 'mycluster': 0 to create, 1 to edit, 0 to delete, 0 unchanged
                      """)),
          step(
              "announce/stream",
              reply -> assertThat(reply.toString()).isEqualTo("{\"batchItemFailures\":[]}")),
          replies("announce/console", "2 entries were announced again"),
          step(
              "announce/bus",
              reply ->
                  assertThat(reply.path("type").asText())
                      .isEqualTo("urn:image-mirrors:problem:invalid-input")),
          step(
              "showoperation/api",
              reply -> assertThat(reply.path("statusCode").asInt()).isEqualTo(404)),
          step(
              "showoperation/console",
              reply ->
                  assertThat(reply.path("output").asText().lines().toList())
                      .hasSize(12)
                      .first()
                      .asString()
                      .startsWith("ID ")),
          step(
              "restore/console",
              reply ->
                  assertThat(reply.path("output").asText().replaceAll("\\d{4}-[^,]*", "TIME"))
                      .isEqualTo(
                          NODES_ARE_REPLACED
                              + """
                              I: At entry 6 of TIME, cluster 'mycluster' had 3 image mirrors
                              I: + quay.io/team
                              I:     + mirror.corp.com/quay-team
                              I: + registry.example.com/console
                              I:     + mirror.corp.com/console
                              I:     + backup.corp.com/console
                              I: Plan for cluster 'mycluster': 2 to create, 0 to edit, 0 to delete, 1 unchanged
                              """)),
          step(
              "restore/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).as(reply.toString()).isEqualTo(200);
                assertThat(
                        StackFixture.texts(
                            StackFixture.read(reply.path("body").asText()).path("messages")))
                    .containsExactly(
                        "Before the first entry, cluster 'mycluster' had 0 image mirrors",
                        "Image mirrors have been applied to cluster 'mycluster': 0 created, 0 updated, 1 deleted");
              }),
          step(
              "canceloperation/api",
              reply -> assertThat(reply.path("statusCode").asInt()).isEqualTo(404)),
          notFound("canceloperation/console"),
          notFound("runoperation/console"),
          step(
              "runoperation/queue",
              reply -> assertThat(reply.toString()).isEqualTo("{\"batchItemFailures\":[]}")),
          replies(
              "clusterready/bus",
              "0 operations have ended on cluster 'mycluster'; none is waiting"),
          replies(
              "clusterready/console",
              "0 operations have ended on cluster 'mycluster'; none is waiting"),
          replies(
              "watchclusters/schedule",
              "Waiting for 0 clusters; 0 are ready, 0 cannot become ready, 0 could not be checked"),
          replies(
              "watchclusters/console",
              "Waiting for 0 clusters; 0 are ready, 0 cannot become ready, 0 could not be checked"),
          replies(
              "recover/schedule",
              "0 operations queued again, 0 given up, 0 ended without a cluster"),
          replies(
              "recover/console",
              "0 operations queued again, 0 given up, 0 ended without a cluster"),
          step(
              "ocmproxy/api",
              reply -> {
                assertThat(reply.path("statusCode").asInt()).as(reply.toString()).isEqualTo(201);
                assertThat(StackFixture.read(reply.path("body").asText()).path("source").asText())
                    .isEqualTo("registry.example.com/ocmproxy");
              }),
          step(
              "ocmproxy/console",
              reply ->
                  assertThat(StackFixture.read(reply.path("body").asText()).path("kind").asText())
                      .isEqualTo("ClusterList")));

  private static void assertApi(
      JsonNode reply, int status, String outcome, String source, String... mirrors) {
    assertThat(reply.path("statusCode").asInt()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.at("/headers/Content-Type").asText()).isEqualTo("application/json");
    assertWritten(StackFixture.read(reply.path("body").asText()), outcome, source, mirrors);
  }

  private static void assertWritten(
      JsonNode reply, String outcome, String source, String... mirrors) {
    assertThat(reply.at("/operation/outcome").asText()).as(reply.toString()).isEqualTo(outcome);
    assertThat(reply.at("/image_mirror/source").asText()).isEqualTo(source);
    assertThat(StackFixture.texts(reply.at("/image_mirror/mirrors"))).containsExactly(mirrors);
  }

  private static void assertChangeText(JsonNode reply, String text) {
    assertText(reply, NODES_ARE_REPLACED + text);
  }

  private static void assertText(JsonNode reply, String text) {
    assertThat(reply.path("output").asText().replaceAll(UUID, "ID")).isEqualTo(text);
  }

  /// Rows are ordered by ID, and IDs are random.
  private static void assertTable(String table, String heading, String... rows) {
    var lines =
        table
            .lines()
            .map(line ->
                line.replaceAll(UUID, "ID")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME")
                    .replaceAll(" {2,}", " "))
            .toList();
    assertThat(lines.getFirst()).isEqualTo(heading);
    assertThat(lines.subList(1, lines.size())).containsExactlyInAnyOrder(rows);
  }

  private static void assertHistory(JsonNode history) {
    var lines =
        StreamSupport.stream(history.spliterator(), false)
            .map(entry ->
                "%s %s %s %s %s"
                    .formatted(
                        entry.path("number").asText(),
                        entry.at("/actor/via").asText(),
                        entry.path("outcome").asText(),
                        entry.path("mirror").path(1).asText(),
                        entry.path("reason").asText()))
            .toList();
    assertThat(lines)
        .containsExactly(
            "9 direct deleted registry.example.com/console null",
            "8 bus deleted quay.io/team the team has moved",
            "7 api deleted registry.example.com/team null",
            "6 direct updated registry.example.com/console null",
            "5 bus updated quay.io/team null",
            "4 api updated registry.example.com/team null",
            "3 direct created registry.example.com/console null",
            "2 bus created quay.io/team null",
            "1 api created registry.example.com/team pulls must stay inside");
  }

  @TestFactory
  List<DynamicTest> runsEveryFileInOrder() {
    var tests = new ArrayList<DynamicTest>();
    for (var step : STEPS) {
      tests.add(
          DynamicTest.dynamicTest(
              step.file(),
              () -> {
                var reply =
                    account.invoke(function(step.file()) + alias(step.file()), event(step.file()));
                assertThat(reply.header("X-Amz-Function-Error"))
                    .as(reply.text())
                    .isEqualTo(step.error());
                step.expected().accept(reply.json());
              }));
    }
    return tests;
  }

  /// The alias that sends such an event: a service's events are believed from services only.
  private static String alias(String file) {
    return file.endsWith("/console") ? ":live" : ":service";
  }

  private static String function(String file) {
    return switch (file.split("/", -1)[0]) {
      case "create" -> "CreateImageMirrorFunction";
      case "edit" -> "EditImageMirrorFunction";
      case "list" -> "ListImageMirrorsFunction";
      case "describe" -> "DescribeImageMirrorFunction";
      case "delete" -> "DeleteImageMirrorFunction";
      case "apply" -> "ApplyImageMirrorsFunction";
      case "explain" -> "ExplainImageFunction";
      case "announce" -> "AnnounceChangesFunction";
      case "showhistory" -> "ShowHistoryFunction";
      case "verifyhistory" -> "VerifyHistoryFunction";
      case "showoperation" -> "ShowOperationFunction";
      case "canceloperation" -> "CancelOperationFunction";
      case "runoperation" -> "RunOperationFunction";
      case "clusterready" -> "ClusterReadyFunction";
      case "watchclusters" -> "WatchClustersFunction";
      case "recover" -> "RecoverOperationsFunction";
      case "ocmproxy" -> "OcmProxyFunction";
      case "restore" -> "RestoreImageMirrorsFunction";
      default -> throw new AssertionError("which function does " + file + " call?");
    };
  }

  private static String event(String file) throws IOException {
    return Files.readString(EVENTS.resolve(file + ".json"));
  }

  @Test
  void coversEveryFile() throws IOException {
    try (var files = Files.walk(EVENTS)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> EVENTS.relativize(file).toString().replace('\\', '/')))
          .containsExactlyInAnyOrderElementsOf(
              STEPS.stream().map(step -> step.file() + ".json").toList());
    }
    try (var folders = Files.list(EVENTS)) {
      assertThat(folders).allMatch(Files::isDirectory);
    }
  }

  @Test
  void hasApiEventsInTheFormatOfARestApi() throws IOException {
    for (var step : STEPS.stream().filter(each -> each.file().endsWith("/api")).toList()) {
      var event = StackFixture.read(event(step.file()));
      var context = event.path("requestContext");

      assertThat(names(event))
          .as(step.file())
          .containsExactlyInAnyOrder(
              "resource",
              "path",
              "httpMethod",
              "headers",
              "multiValueHeaders",
              "queryStringParameters",
              "multiValueQueryStringParameters",
              "pathParameters",
              "stageVariables",
              "requestContext",
              "body",
              "isBase64Encoded");
      assertThat(context.path("httpMethod")).isEqualTo(event.path("httpMethod"));
      assertThat(context.path("resourcePath")).isEqualTo(event.path("resource"));
      assertThat(context.path("path").asText())
          .isEqualTo("/" + context.path("stage").asText() + event.path("path").asText());
      assertThat(last(event.path("multiValueHeaders"))).isEqualTo(values(event.path("headers")));
      assertThat(last(event.path("multiValueQueryStringParameters")))
          .isEqualTo(values(event.path("queryStringParameters")));
      var path = event.path("resource").asText();
      for (var parameter : event.path("pathParameters").properties()) {
        path =
            path.replace("+}", "}")
                .replace("{" + parameter.getKey() + "}", parameter.getValue().asText());
      }
      assertThat(path).isEqualTo(event.path("path").asText());
    }
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Map<String, String> values(JsonNode object) {
    var values = new TreeMap<String, String>();
    object.properties().forEach(each -> values.put(each.getKey(), each.getValue().asText()));
    return values;
  }

  private static Map<String, String> last(JsonNode object) {
    var values = new TreeMap<String, String>();
    object
        .properties()
        .forEach(each ->
            values.put(each.getKey(), each.getValue().path(each.getValue().size() - 1).asText()));
    return values;
  }

  /// The event that EventBridge makes of the same entry has the same members, and reaches the
  /// function.
  @Test
  void hasBusEventsInTheFormatOfEventBridge() throws IOException {
    for (var step : STEPS.stream().filter(each -> each.file().endsWith("/bus")).toList()) {
      var event = StackFixture.read(event(step.file()));
      long before = stack.invocations(function(step.file()));

      var id =
          stack.put(
              event.path("detail-type").asText(), "{\"cluster\": \"nowhere\", \"id\": \"x\"}");

      var put =
          StreamSupport.stream(stack.events().spliterator(), false)
              .filter(each -> each.path("id").asText().equals(id))
              .findFirst()
              .orElseThrow();
      assertThat(names(event)).as(step.file()).isEqualTo(names(put));
      assertThat(event.path("account").asText()).isEqualTo(ACCOUNT);
      StackFixture.awaitThat(
          "the function", () -> stack.invocations(function(step.file())) == before + 1);
    }
  }
}
