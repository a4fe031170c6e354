package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.LongHistory;
import dev.imagemirrors.local.json.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// A history with more entries than a state checkpoint covers, on the tables of the template: the
/// stream makes the functions add the checkpoint.
class LongHistoryTest {
  private static final String HISTORY = "image-mirrors-history";
  private static final int SIZE = 1_050;
  private static final int BATCH = 25;

  private static JsonNode dynamo(StackFixture stack, String operation, ObjectNode input) {
    var reply = stack.aws("dynamodb", "DynamoDB_20120810." + operation, input);
    assertThat(reply.has("__type")).as(reply.toString()).isFalse();
    return reply;
  }

  /// A first entry as a function writes it, and others after it. Returns the ID of the cluster.
  private static String writeHistory(StackFixture stack) {
    var created =
        stack.api(
            "POST",
            "/clusters/mycluster/image-mirrors",
            "{\"source\": \"quay.io/first\", \"mirrors\": \"m.corp.com/first\"}");
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    var first = stack.api("GET", "/clusters/mycluster/history", "").json().at("/history/0");
    var cluster = first.path("cluster_id").asText();
    var entries =
        LongHistory.after(
            new Head(1, first.path("hash").asText()), cluster, SIZE, LongHistory::time);
    for (var from = 0; from < entries.size(); from += BATCH) {
      var input = Json.object();
      var puts = input.putObject("RequestItems").putArray(HISTORY);
      entries
          .subList(from, Math.min(from + BATCH, entries.size()))
          .forEach(
              entry -> puts.addObject().putObject("PutRequest").set("Item", item(cluster, entry)));
      dynamo(stack, "BatchWriteItem", input);
    }
    moveHead(stack, cluster, entries.getLast().head());
    return cluster;
  }

  private static ObjectNode item(String cluster, HistoryEntry entry) {
    var item = Json.object();
    item.putObject("cluster_id").put("S", cluster);
    item.putObject("number").put("N", "" + entry.number());
    item.putObject("entry").put("S", entry.text());
    item.putObject("hash").put("S", entry.hash());
    item.putObject("mirror_key").put("S", cluster + "#" + entry.about().getFirst());
    item.putObject("second_mirror_key").put("S", cluster + "#" + entry.about().getLast());
    item.putObject("schema_version").put("N", "1");
    return item;
  }

  private static void moveHead(StackFixture stack, String cluster, Head head) {
    var input = Json.object().put("TableName", "image-mirrors-mirrors");
    var key = input.putObject("Key");
    key.putObject("pk").put("S", "CLUSTER#" + cluster);
    key.putObject("sk").put("S", "LANE");
    input.put("UpdateExpression", "SET head_number = :number, head_hash = :hash");
    var values = input.putObject("ExpressionAttributeValues");
    values.putObject(":number").put("N", "" + head.number());
    values.putObject(":hash").put("S", head.hash());
    dynamo(stack, "UpdateItem", input);
  }

  private static ObjectNode checkpointKey(String cluster) {
    var input = Json.object().put("TableName", HISTORY);
    var key = input.putObject("Key");
    key.putObject("cluster_id").put("S", "CHECKPOINT#" + cluster);
    key.putObject("number").put("N", "1000");
    return input;
  }

  private static List<Integer> numbers(StackFixture stack, String query) {
    var path = "/clusters/mycluster/image-mirrors/" + query;
    return StreamSupport.stream(
            stack.api("GET", path, "").json().path("history").spliterator(), false)
        .map(entry -> entry.path("number").asInt())
        .toList();
  }

  @Test
  void isRestoredFromItsCheckpoint() {
    try (var stack = StackFixture.start()) {
      var cluster = writeHistory(stack);
      StackFixture.awaitThat(
          "the checkpoint", () -> dynamo(stack, "GetItem", checkpointKey(cluster)).has("Item"));

      var plan =
          stack.api("POST", "/clusters/mycluster/restore", "{\"to\": 1040, \"dry_run\": true}");
      assertThat(plan.status()).as(plan.text()).isEqualTo(200);
      assertThat(plan.json().at("/restored_to/number").asInt()).isEqualTo(1_040);
      var verified = stack.api("GET", "/clusters/mycluster/history/verify", "").json();
      assertThat(verified.path("verified").asBoolean()).as(verified.toString()).isTrue();
      assertThat(verified.path("entries").asInt()).isEqualTo(SIZE);
      assertThat(numbers(stack, "quay.io%2Fs7/history?limit=3")).containsExactly(1_047, 1_007, 967);
      assertThat(numbers(stack, "id-7/history?limit=3&order=asc")).containsExactly(7, 47, 87);

      var changed = checkpointKey(cluster);
      changed.put("UpdateExpression", "SET checkpoint = :none");
      changed.putObject("ExpressionAttributeValues").putObject(":none").put("S", "{}");
      dynamo(stack, "UpdateItem", changed);

      var refused =
          stack.api("POST", "/clusters/mycluster/restore", "{\"to\": 1040, \"dry_run\": true}");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("detail").asText())
          .contains("has been altered at entry 1000, so nothing is restored from it");
      verified = stack.api("GET", "/clusters/mycluster/history/verify", "").json();
      assertThat(verified.at("/faults/0/fault").asText()).isEqualTo("wrong-checkpoint");
      StackFixture.awaitThat(
          "the announcement",
          () ->
              StreamSupport.stream(stack.events().spliterator(), false)
                  .anyMatch(event ->
                      event.path("detail-type").asText().equals("Image Mirror History Altered")
                          && event.at("/detail/cluster_id").asText().equals(cluster)
                          && event.at("/detail/number").asInt() == 1_000));
    }
  }
}
