package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.cloudwatch.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The metrics that the functions emit.
class MetricsTest {
  @SuppressWarnings("NullAway.Init")
  private StackFixture stack;

  @BeforeEach
  void start() {
    stack = StackFixture.start();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  private List<JsonNode> lines() {
    return stack
        .log()
        .lines()
        .filter(line -> line.contains(": {"))
        .map(line -> StackFixture.read(line.substring(line.indexOf(": {") + 2)))
        .toList();
  }

  private StackFixture.Reply create(String source) {
    return stack.api(
        "POST",
        "/clusters/mycluster/image-mirrors",
        "{\"source\": \"" + source + "\", \"mirrors\": \"m.io/b\"}");
  }

  @Test
  void emitEveryMetricThatTheyName() {
    stack.ocm("fault", "{\"method\": \"POST\", \"match\": \"/image_mirrors\", \"status\": 409}");
    stack.ocm("fault", "{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503}");
    assertThat(create("a/b").status()).isEqualTo(201);
    stack.invoke("RecoverOperationsFunction", "{}");
    stack.invoke(
        "AnnounceChangesFunction:service",
        """
        {"Records": [{"eventName": "MODIFY", "dynamodb": {"Keys": {"cluster_id": {"S": "c"}, "number": {"N": "1"}}}},
                     {"eventName": "INSERT", "dynamodb": {"Keys": {"cluster_id": {"S": "c"}, "number": {"N": "2"}}}}]}
        """);

    var emitted = new TreeSet<String>();
    for (var line : lines()) {
      for (var directive : line.at("/_aws/CloudWatchMetrics")) {
        assertThat(directive.path("Namespace").asText()).isEqualTo(Metric.NAMESPACE);
        for (var metric : directive.path("Metrics")) {
          emitted.add(metric.path("Name").asText());
          assertThat(line.has(metric.path("Name").asText())).isTrue();
        }
        for (var dimensions : directive.path("Dimensions")) {
          for (var dimension : dimensions) {
            assertThat(line.path(dimension.asText()).asText()).isNotEmpty();
          }
        }
      }
    }
    assertThat(emitted)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(Metric::label).toList());
  }

  @Test
  void areFoundByTheirOperationAndRequest() {
    var reply = create("a/b").json();

    assertThat(lines())
        .filteredOn(line -> line.has("OperationsEnded"))
        .hasSize(1)
        .first()
        .satisfies(line -> {
          assertThat(line.path("operation_id")).isEqualTo(reply.at("/operation/id"));
          assertThat(line.path("cluster_id")).isEqualTo(reply.at("/image_mirror/cluster_id"));
          assertThat(line.path("AWSRequestId").asText()).isNotEmpty();
          assertThat(line.path("Stack").asText()).isEqualTo("image-mirrors");
          assertThat(line.path("Outcome").asText()).isEqualTo("created");
        });
  }

  @Test
  void nameTheClusterOfReads() {
    stack.invoke("ListImageMirrorsFunction", "{\"cluster\": \"mycluster\"}");

    assertThat(lines())
        .isNotEmpty()
        .allMatch(line -> line.path("cluster_id").asText().length() > 8);
  }
}
