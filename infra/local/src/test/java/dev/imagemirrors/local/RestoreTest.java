package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Restores a cluster to an earlier state, through the API. In another region somebody writes to
/// the cluster without a record here.
class RestoreTest {
  private static int clusters;

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private String cluster;

  @BeforeAll
  static void start() {
    stack =
        StackFixture.start(options ->
            options
                .withRegions(List.of("us-east-1", "eu-west-1"))
                .withParameter("AllowedRegions", "us-east-1,eu-west-1"));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  /// Two mirrors at entry 2; later one is changed and the other deleted.
  @BeforeEach
  void writeAHistory() {
    cluster = "past-" + ++clusters;
    stack.ocm("clusters/" + cluster, "{}");
    writes("POST", "", "{\"source\": \"quay.io/a\", \"mirrors\": \"m.corp.com/a, n.corp.com/a\"}");
    writes("POST", "", "{\"source\": \"quay.io/b\", \"mirrors\": \"m.corp.com/b\"}");
    writes("PATCH", "/quay.io%2Fa", "{\"mirrors\": \"other.corp.com/a\"}");
    writes("DELETE", "/quay.io%2Fb?yes=true", "");
  }

  private JsonNode writes(String method, String path, String body) {
    var reply = call(method, "/image-mirrors" + path, body);
    assertThat(reply.status()).as(reply.text()).isIn(200, 201);
    return reply.json();
  }

  private StackFixture.Reply call(String method, String path, String body) {
    return stack.api(method, "/clusters/" + cluster + path, body);
  }

  private JsonNode restores(String body) {
    var reply = call("POST", "/restore", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private List<String> mirrors() {
    var mirrors = new ArrayList<String>();
    for (var mirror : call("GET", "/image-mirrors", "").json().path("image_mirrors")) {
      mirrors.add(
          mirror.path("source").asText()
              + " "
              + String.join(",", StackFixture.texts(mirror.path("mirrors")))
              + " "
              + mirror.path("state").asText());
    }
    mirrors.sort(null);
    return mirrors;
  }

  private JsonNode history() {
    return call("GET", "/history?order=asc", "").json().path("history");
  }

  @Test
  void restoresTheEarlierMirrors() {
    var reply = restores("{\"to\": 2, \"reason\": \"a bad night\"}");

    assertThat(reply.at("/restored_to/number").asInt()).isEqualTo(2);
    assertThat(reply.at("/restored_to/time")).isEqualTo(history().at("/1/time"));
    assertThat(mirrors())
        .containsExactly(
            "quay.io/a m.corp.com/a,n.corp.com/a in-sync", "quay.io/b m.corp.com/b in-sync");
    assertThat(history().findValuesAsText("reason").subList(4, 6))
        .containsExactly("restored to entry 2: a bad night", "restored to entry 2: a bad night");
    assertThat(call("GET", "/history/verify", "").json().path("verified").asBoolean()).isTrue();
  }

  @Test
  void restoresATimeAndUndoesIt() {
    var second = history().at("/1/time").asText();

    restores("{\"to\": \"" + second + "\"}");
    assertThat(mirrors()).hasSize(2);

    restores("{\"to\": 4, \"yes\": true}");
    assertThat(mirrors()).containsExactly("quay.io/a other.corp.com/a in-sync");
  }

  @Test
  void showsThePlan() {
    assertThat(call("POST", "/restore?output=text&dry_run=true&to=2", "").text())
        .startsWith("W: " + Advice.REPLACES_NODES + "\nI: At entry 2 of 20")
        .endsWith(
            """
            , cluster '%1$s' had 2 image mirrors
            I: + quay.io/b
            I:     + m.corp.com/b
            I: ~ quay.io/a
            I:     - other.corp.com/a
            I:     + m.corp.com/a
            I:     + n.corp.com/a
            I: Plan for cluster '%1$s': 1 to create, 1 to edit, 0 to delete, 0 unchanged
            """
                .formatted(cluster));
    assertThat(mirrors()).containsExactly("quay.io/a other.corp.com/a in-sync");
  }

  @Test
  void restoresAClusterThatHasDrifted() {
    var elsewhere = "\"region\": \"eu-west-1\"";
    writes("PATCH", "/quay.io%2Fa", "{\"mirrors\": \"evil.com/a\", " + elsewhere + "}");
    writes(
        "POST",
        "",
        "{\"source\": \"quay.io/c\", \"mirrors\": \"m.corp.com/c\", " + elsewhere + "}");
    assertThat(mirrors())
        .containsExactly("quay.io/a evil.com/a drifted", "quay.io/c m.corp.com/c unmanaged");

    restores("{\"to\": 2}");
    assertThat(mirrors())
        .containsExactly(
            "quay.io/a m.corp.com/a,n.corp.com/a in-sync",
            "quay.io/b m.corp.com/b in-sync",
            "quay.io/c m.corp.com/c unmanaged");

    assertThat(call("POST", "/restore", "{\"to\": 2, \"exclusive\": true}").status())
        .isEqualTo(428);
    restores("{\"to\": 2, \"exclusive\": true, \"yes\": true}");
    assertThat(mirrors()).hasSize(2);
  }

  @Test
  void waitsForAClusterThatIsNotReady() {
    stack.ocm("clusters/" + cluster, "{\"state\": \"installing\"}");

    var accepted = call("POST", "/restore", "{\"to\": 2, \"defer_until_ready\": true}");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    assertThat(accepted.json().at("/operation/kind").asText()).isEqualTo("apply");
    assertThat(accepted.json().at("/restored_to/number").asInt()).isEqualTo(2);

    stack.ocm("clusters/" + cluster, "{\"state\": \"ready\"}");
    stack.put("Cluster Ready", "{\"cluster\": \"" + cluster + "\"}");
    StackFixture.awaitThat("what there was", () -> mirrors().size() == 2);
  }

  @Test
  void rejectsAHistoryThatWasAltered() {
    var id = history().at("/0/cluster_id").asText();
    var input = Json.object().put("TableName", "image-mirrors-history");
    var key = input.putObject("Key");
    key.putObject("cluster_id").put("S", id);
    key.putObject("number").put("N", "1");
    var item = stack.aws("dynamodb", "DynamoDB_20120810.GetItem", input).path("Item");
    var text = item.at("/entry/S").asText().replace("m.corp.com", "evil.com");
    input
        .put("UpdateExpression", "SET entry = :entry")
        .putObject("ExpressionAttributeValues")
        .putObject(":entry")
        .put("S", text);
    stack.aws("dynamodb", "DynamoDB_20120810.UpdateItem", input);

    var refused = call("POST", "/restore", "{\"to\": 2}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText())
        .isEqualTo(
            "The history of cluster '%s' has been altered at entry 1, so nothing is restored from it. Verify it: GET /clusters/%s/history/verify"
                .formatted(cluster, cluster));
    assertThat(mirrors()).containsExactly("quay.io/a other.corp.com/a in-sync");
    assertThat(history()).hasSize(4);
  }
}
