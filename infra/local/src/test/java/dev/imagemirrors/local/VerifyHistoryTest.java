package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.local.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody with administrator rights changes the history in the tables; the API reports it.
class VerifyHistoryTest {
  private static final String HISTORY = "image-mirrors-history";
  private static final String MIRRORS = "image-mirrors-mirrors";
  private static final int SIZE = 8;

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private static List<ObjectNode> items;

  @SuppressWarnings("NullAway.Init")
  private static ObjectNode lane;

  @BeforeAll
  static void writeAHistory() {
    stack = StackFixture.start();
    creates("quay.io/a");
    creates("quay.io/b");
    writes("PATCH", "/quay.io%2Fa", "{\"mirrors\": \"n.corp.com/a\"}");
    writes("DELETE", "/quay.io%2Fb?yes=true", "");
    creates("quay.io/b");
    writes("POST", "", "{\"source\": \"quay.io/a\", \"mirrors\": \"other.corp.com/a\"}");
    writes("PATCH", "/quay.io%2Fb", "{\"mirrors\": \"n.corp.com/b\"}");
    writes("DELETE", "/quay.io%2Fa?yes=true", "");
    items = stored();
    lane = lane();
    assertThat(items).hasSize(SIZE);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void repairHistory() {
    var stored = stored();
    stored.stream().filter(item -> !items.contains(item)).forEach(VerifyHistoryTest::delete);
    items.stream().filter(item -> !stored.contains(item)).forEach(VerifyHistoryTest::put);
    dynamo("PutItem", Json.object().put("TableName", MIRRORS).set("Item", lane));
  }

  private static void creates(String source) {
    writes(
        "POST",
        "",
        "{\"source\": \"%s\", \"mirrors\": \"m.corp.com/%s\"}"
            .formatted(source, source.substring(source.length() - 1)));
  }

  private static void writes(String method, String path, String body) {
    var reply = stack.api(method, "/clusters/mycluster/image-mirrors" + path, body);
    assertThat(reply.status()).as(reply.text()).isIn(200, 201, 409);
  }

  // The tables, as an administrator sees them

  private static JsonNode dynamo(String call, ObjectNode input) {
    var reply = stack.aws("dynamodb", "DynamoDB_20120810." + call, input);
    assertThat(reply.has("__type")).as(reply.toString()).isFalse();
    return reply;
  }

  private static List<ObjectNode> stored() {
    var found = dynamo("Scan", Json.object().put("TableName", HISTORY)).path("Items");
    return StreamSupport.stream(found.spliterator(), false)
        .map(ObjectNode.class::cast)
        .sorted((one, other) -> Double.compare(number(one), number(other)))
        .toList();
  }

  private static ObjectNode lane() {
    var key = Json.object();
    key.putObject("pk").put("S", "CLUSTER#" + text(item(1), "cluster_id"));
    key.putObject("sk").put("S", "LANE");
    var input = Json.object().put("TableName", MIRRORS);
    input.set("Key", key);
    return (ObjectNode) dynamo("GetItem", input).path("Item");
  }

  private static void put(ObjectNode item) {
    dynamo("PutItem", (ObjectNode) Json.object().put("TableName", HISTORY).set("Item", item));
  }

  private static void delete(ObjectNode item) {
    var input = Json.object().put("TableName", HISTORY);
    input
        .putObject("Key")
        .<ObjectNode>set("cluster_id", item.path("cluster_id"))
        .set("number", item.path("number"));
    dynamo("DeleteItem", input);
  }

  private static ObjectNode item(int number) {
    return items.get(number - 1).deepCopy();
  }

  private static double number(JsonNode item) {
    return Double.parseDouble(item.at("/number/N").asText());
  }

  private static String text(JsonNode item, String name) {
    return item.path(name).path("S").asText();
  }

  private static ObjectNode at(ObjectNode item, String number) {
    item.putObject("number").put("N", number);
    return item;
  }

  private static ObjectNode saying(ObjectNode item, String text) {
    item.putObject("entry").put("S", text);
    item.putObject("hash").put("S", Digest.sha256(text));
    return item;
  }

  private static String forged(JsonNode item) {
    return text(item, "entry").replace("\"via\":\"api\"", "\"via\":\"bus\"");
  }

  // The reports of the API

  private static JsonNode verified(String query) {
    var reply = stack.api("GET", "/clusters/mycluster/history/verify?" + query, "");
    var verified = reply.json();
    assertThat(reply.status())
        .as(reply.text())
        .isEqualTo(
            verified.path("faults").isEmpty() && verified.path("more_faults").asInt() == 0
                ? 200
                : 409);
    return verified;
  }

  private static List<String> faults(JsonNode verified) {
    var faults = new ArrayList<String>();
    for (var fault : verified.path("faults")) {
      faults.add(fault.path("fault").asText() + " " + fault.path("number").asText());
    }
    assertThat(verified.path("verified").asBoolean()).isEqualTo(faults.isEmpty());
    return faults;
  }

  private static List<String> faults() {
    return faults(verified(""));
  }

  static IntStream numbers() {
    return IntStream.rangeClosed(1, SIZE);
  }

  @Test
  void findsNoProblemInAnIntactHistory() {
    var verified = verified("");

    assertThat(faults(verified)).isEmpty();
    assertThat(verified.path("entries").asInt()).isEqualTo(SIZE);
    assertThat(verified.at("/head/number").asInt()).isEqualTo(SIZE);
    assertThat(verified.at("/head/hash").asText()).isEqualTo(text(item(SIZE), "hash"));
    assertThat(verified.path("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAChangedEntry(int n) {
    var item = item(n);
    var text = forged(item);
    item.putObject("entry").put("S", text);
    put(item);

    assertThat(faults()).containsExactly("modified " + n);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAChangedEntryWithAMatchingHash(int n) {
    put(saying(item(n), forged(item(n))));

    assertThat(faults()).containsExactly("replaced " + n);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsADeletedEntry(int n) {
    delete(item(n));

    assertThat(faults()).containsExactly("missing " + n);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsATruncatedHistory(int n) {
    for (var number = n; number <= SIZE; number++) {
      delete(item(number));
    }

    assertThat(faults()).containsExactly("missing " + n);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnInsertedEntry(int n) {
    put(at(item(n), n + ".5"));
    assertThat(faults()).containsExactly("misplaced " + n + ".5");
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsSwappedEntries(int n) {
    for (var other = n + 1; other <= SIZE; other++) {
      put(at(item(n), "" + other));
      put(at(item(other), "" + n));

      assertThat(faults()).contains("renumbered " + n, "renumbered " + other);
      repairHistory();
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAMalformedEntry(int n) {
    var bare = item(n);
    bare.remove("entry");
    bare.remove("hash");
    bare.remove("mirror_key");
    bare.remove("second_mirror_key");
    put(bare);

    assertThat(faults()).contains("unreadable " + n);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void findsAnEntryHiddenFromTheHistoryOfItsMirror(int n) {
    var item = item(n);
    var cluster = text(item, "cluster_id");
    item.putObject("second_mirror_key").put("S", cluster + "#quay.io/other");
    put(item);
    assertThat(faults()).containsExactly("misfiled " + n);

    item = item(n);
    var moved = text(item, "mirror_key").replace(cluster + "#", "other#");
    item.putObject("mirror_key").put("S", moved);
    put(item);
    assertThat(faults()).containsExactly("misfiled " + n);
  }

  @Test
  void findsAddedEntries() {
    var previous = text(item(SIZE), "hash");
    var text =
        text(item(SIZE), "entry")
            .replace("\"number\":8", "\"number\":9")
            .replaceFirst("\"previous_hash\":\"[^\"]*\"", "\"previous_hash\":\"" + previous + "\"");
    put(at(saying(item(SIZE), text), "9"));

    assertThat(faults()).containsExactly("beyond-head 9");
  }

  @Test
  void detectsARewrittenHistoryByItsAnnouncements() {
    var detail = announced(5).path("detail");
    var kept = detail.path("number").asText() + ":" + detail.path("hash").asText();
    assertThat(faults(verified("head=" + kept))).isEmpty();

    rewriteHistory();

    assertThat(faults()).isEmpty();
    assertThat(faults(verified("head=" + kept))).containsExactly("replaced 5");
  }

  /// Replaces every entry, and leaves the lane consistent.
  private static void rewriteHistory() {
    var previous = "0".repeat(64);
    for (var i = 1; i <= SIZE; i++) {
      var text =
          forged(item(i))
              .replaceFirst(
                  "\"previous_hash\":\"[^\"]*\"", "\"previous_hash\":\"" + previous + "\"");
      put(saying(item(i), text));
      previous = Digest.sha256(text);
    }
    var newLane = lane.deepCopy();
    newLane.putObject("head_hash").put("S", previous);
    dynamo("PutItem", (ObjectNode) Json.object().put("TableName", MIRRORS).set("Item", newLane));
  }

  private static JsonNode announced(int number) {
    return StackFixture.await(
        "the announcement of entry " + number,
        () -> {
          for (var event : stack.events()) {
            if (event.at("/detail/number").asInt() == number) {
              return Optional.of(event);
            }
          }
          return Optional.empty();
        });
  }

  @Test
  void continuesWhereItStopped() {
    var next = "";
    var entries = 0;
    for (var part = 1; part <= 3; part++) {
      var verified = verified("limit=3" + next);
      assertThat(verified.path("faults")).isEmpty();
      assertThat(verified.path("verified").asBoolean()).isEqualTo(part == 3);
      entries += verified.path("entries").asInt();
      next = "&next=" + verified.path("next").asText();
    }

    assertThat(entries).isEqualTo(SIZE);
    assertThat(next).isEqualTo("&next=null");
  }
}
