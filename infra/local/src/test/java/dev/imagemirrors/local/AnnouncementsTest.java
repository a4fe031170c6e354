package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/guides/announcements.md`, compared with the announcements of the stack.
class AnnouncementsTest {
  private static final String CREATE =
      "{\"cluster\": \"mycluster\", \"source\": \"quay.io/team\", \"mirrors\": [\"mirror.corp.com/team\"], \"reason\": \"new registry\"}";
  private static final String FAILED = "Image Mirror Operation Failed";
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^```json\\n(.*?)^```$");
  private static final Pattern FIELD = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.start().in("123456789012");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static String guide() throws IOException {
    return Files.readString(StackFixture.PROJECT.resolve("docs/guides/announcements.md"));
  }

  private static List<JsonNode> samples() throws IOException {
    return SAMPLE
        .matcher(guide())
        .results()
        .map(found -> StackFixture.read(found.group(1)))
        .toList();
  }

  private static JsonNode announced(String what, Predicate<JsonNode> wanted) {
    return StackFixture.await(
        what,
        () ->
            StreamSupport.stream(stack.events().spliterator(), false)
                .filter(event -> event.path("source").asText().equals("dev.imagemirrors"))
                .filter(wanted)
                .findFirst());
  }

  private static JsonNode resultOf(String type, String detail) {
    var id = stack.put(type, detail);
    return announced(type, event -> event.at("/detail/event_id").asText().equals(id));
  }

  /// The announcements of a story, in the order of the samples.
  private static List<JsonNode> story() {
    var all = new ArrayList<JsonNode>();
    all.add(resultOf("Create Image Mirror", CREATE));
    all.add(
        resultOf(
            "Edit Image Mirror",
            "{\"cluster\": \"mycluster\", \"id\": \"quay.io/team\", \"mirrors\": [\"mirror.corp.com/team\", \"backup.corp.com/team\"]}"));
    all.add(
        resultOf(
            "Delete Image Mirror",
            "{\"cluster\": \"mycluster\", \"id\": \"quay.io/team\", \"yes\": true}"));
    all.add(resultOf("Create Image Mirror", CREATE.replace("mycluster", "hcp-installing")));
    all.add(
        resultOf(
            "Create Image Mirror", "{\"cluster\": \"mycluster\", \"source\": \"quay.io/team\"}"));
    all.add(resultOf("Create Image mirror", CREATE));
    all.add(altered(all.getFirst().at("/detail/cluster_id").asText()));
    all.add(ready());
    return all;
  }

  private static JsonNode altered(String clusterId) {
    var key = Json.object();
    key.putObject("cluster_id").put("S", clusterId);
    key.putObject("number").put("N", "1");
    var reply =
        stack.aws(
            "dynamodb",
            "DynamoDB_20120810.DeleteItem",
            Json.object().put("TableName", "image-mirrors-history").set("Key", key));
    assertThat(reply.toString()).isEqualTo("{}");
    return announced(
        "the alteration",
        event -> event.path("detail-type").asText().equals("Image Mirror History Altered"));
  }

  private static JsonNode ready() {
    stack.put(
        "Create Image Mirror",
        CREATE
            .replace("mycluster", "hcp-installing")
            .replace("}", ", \"defer_until_ready\": true}"));
    StackFixture.awaitThat(
        "the operation",
        () ->
            stack
                .invoke("ShowOperationFunction", "{\"cluster\": \"hcp-installing\"}")
                .text()
                .contains("waiting-for-cluster"));
    stack.ocm("clusters/hcp-installing", "{\"state\": \"ready\"}");
    stack.invoke("WatchClustersFunction", "{}");
    return announced(
        "the ready cluster", event -> event.path("detail-type").asText().equals("Cluster Ready"));
  }

  /// Without what differs between runs.
  private static String plain(List<JsonNode> events) {
    return new Placeholders()
        .hide(events.stream().map(JsonNode::toPrettyString).collect(Collectors.joining("\n")));
  }

  @Test
  void showsTheAnnouncementsOfTheStack() throws IOException {
    assertThat(plain(samples())).isEqualTo(plain(story()));
  }

  @Test
  void explainsEveryFieldOfTheSamples() throws IOException {
    var used = new TreeSet<String>();
    for (var sample : samples()) {
      sample.path("detail").fieldNames().forEachRemaining(used::add);
    }
    // Of a stub, and of an operation without a cluster.
    used.addAll(List.of("truncated", "operation"));

    var explained =
        FIELD.matcher(guide()).results().map(found -> found.group(1)).collect(Collectors.toSet());
    assertThat(new TreeSet<>(explained)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "Create Image mirror, did you mean 'Create Image Mirror'?",
    "CreateImageMirror, did you mean 'Create Image Mirror'?",
    "Delete Image Mirrors, did you mean 'Delete Image Mirror'?",
    "Apply Image Mirror, did you mean 'Apply Image Mirrors'?",
    "EDIT IMAGE MIRROR, did you mean 'Edit Image Mirror'?",
    "Create Image Miror, did you mean 'Create Image Mirror'?",
    "cluster ready, did you mean 'Cluster Ready'?",
    "Remove Image Mirror, use one of Create Image Mirror"
  })
  void refusesAMistypedDetailType(String type, String hint) {
    var refused = resultOf(type, CREATE);

    assertThat(refused.path("detail-type").asText()).isEqualTo(FAILED);
    assertThat(refused.at("/detail/cluster").asText()).isEqualTo("mycluster");
    assertThat(refused.at("/detail/problem/type").asText())
        .isEqualTo("urn:image-mirrors:problem:invalid-input");
    assertThat(refused.at("/detail/problem/errors/0/field").asText()).isEqualTo("detail-type");
    assertThat(refused.at("/detail/problem/errors/0/reason").asText())
        .contains("'" + type + "'")
        .contains(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Image Mirror Synced", "ECR Image Scan", "Cluster Readiness Check"})
  void leavesTheEventsOfOthersAlone(String type) {
    var other = stack.put(type, CREATE);
    // Whatever happens to the first event happens before the second is refused, or soon after.
    var _ = resultOf("Create Image-Mirror", CREATE);

    assertThat(stack.announced(FAILED, other)).isEqualTo(Optional.empty());
  }
}
