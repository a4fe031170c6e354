package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.json.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Accepted operations end, with many callers, clusters that are not ready, and every kind of
/// outage. Everything runs: functions, tables, queue, stream, schedules and bus.
class AcceptedWritesTest {
  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.startWithShortTimeouts(UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void resetSimulator() {
    stack.forgetFaults();
    stack.ocm("conflict", "{\"ms\": 0}");
  }

  private static String body(int number) {
    return "{\"source\": \"registry.example.com/n%1$d\", \"mirrors\": \"m.corp.com/n%1$d\"}"
        .formatted(number);
  }

  private static StackFixture.Reply create(String cluster, int number, String more) {
    return stack.api("POST", "/clusters/" + cluster + "/image-mirrors" + more, body(number));
  }

  private static String state(String operation) {
    return stack.api("GET", "/operations/" + operation, "").json().at("/operation/state").asText();
  }

  private static void awaitEnd(String operation) {
    StackFixture.awaitThat("the end of " + operation, () -> ended(operation));
  }

  private static boolean ended(String operation) {
    return List.of("succeeded", "failed", "cancelled").contains(state(operation));
  }

  private static JsonNode simulated(String cluster) {
    for (var each : stack.ocmState().path("clusters")) {
      if (each.path("name").asText().equals(cluster)) {
        return each;
      }
    }
    throw new AssertionError("no cluster " + cluster);
  }

  /// All history entries, page by page; checks that numbers have no gaps and hashes are correct.
  private static List<JsonNode> history(String cluster) {
    var entries = new ArrayList<JsonNode>();
    var previous = "0".repeat(64);
    var next = "";
    do {
      var page =
          stack.api("GET", "/clusters/" + cluster + "/history?order=asc&next=" + next, "").json();
      for (var entry : page.path("history")) {
        entries.add(entry);
        assertThat(entry.path("number").asInt()).isEqualTo(entries.size());
        assertThat(entry.path("previous_hash").asText()).isEqualTo(previous);
        previous = entry.path("hash").asText();
        var text = ((ObjectNode) entry.deepCopy()).without("hash").toString();
        assertThat(Digest.sha256(text)).isEqualTo(previous);
      }
      next = page.path("next").asText();
    } while (!next.equals("null"));
    return entries;
  }

  private static List<String> states(String cluster) {
    return stack
        .api("GET", "/clusters/" + cluster + "/image-mirrors", "")
        .json()
        .path("image_mirrors")
        .findValuesAsText("state");
  }

  /// Each caller sends its next write after the reply to the previous one.
  @Test
  void completesTheWritesOfManyCallersInOrder() throws Exception {
    var callers = 32;
    var writes = 200;
    stack.ocm("clusters/crowded", "{}");
    stack.ocm("conflict", "{\"ms\": 40}");
    var operations = new ConcurrentHashMap<Integer, String>();
    var statuses = Collections.synchronizedList(new ArrayList<Integer>());
    var next = new AtomicInteger();
    var sentBy = new HashMap<Integer, List<Integer>>();
    var sending = new ArrayList<Future<?>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var caller = 0; caller < callers; caller++) {
        var mine = sentBy.computeIfAbsent(caller, _ -> new ArrayList<>());
        sending.add(
            executor.submit(() -> {
              for (var n = next.getAndIncrement(); n < writes; n = next.getAndIncrement()) {
                var reply = create("crowded", n, "");
                statuses.add(reply.status());
                operations.put(n, reply.json().at("/operation/id").asText());
                mine.add(n);
              }
            }));
      }
    }
    for (var each : sending) {
      each.get();
    }
    assertThat(statuses).hasSize(writes).isSubsetOf(201, 202);

    operations.values().forEach(AcceptedWritesTest::awaitEnd);
    var entries = history("crowded");
    assertThat(entries)
        .extracting(entry -> entry.path("outcome").asText())
        .hasSize(writes)
        .containsOnly("created");
    assertThat(simulated("crowded").path("max_writes_in_flight").asInt()).isEqualTo(1);
    assertThat(simulated("crowded").path("accepted_writes").asInt()).isEqualTo(writes);
    assertThat(states("crowded")).hasSize(writes).containsOnly("in-sync");

    var place = new HashMap<String, Integer>();
    entries.forEach(
        entry -> place.put(entry.path("operation_id").asText(), entry.path("number").asInt()));
    StackFixture.awaitThat(
        "all announcements",
        () ->
            StreamSupport.stream(stack.events().spliterator(), false)
                    .filter(
                        event -> event.path("detail-type").asText().equals("Image Mirror Created"))
                    .filter(event -> place.containsKey(event.at("/detail/operation_id").asText()))
                    .map(event -> event.at("/detail/number").asInt())
                    .distinct()
                    .count()
                == writes);
    for (var mine : sentBy.values()) {
      assertThat(mine.stream().map(n -> place.get(operations.get(n))).toList()).isSorted();
    }
  }

  @Test
  void reachesTheSameStateForAnyNumberAndOrderOfClusterReadyEvents() throws Exception {
    var clusters = IntStream.range(0, 50).mapToObj(i -> "late-" + i).toList();
    var operations = new LinkedHashMap<String, List<String>>();
    for (var cluster : clusters) {
      stack.ocm("clusters/" + cluster, "{\"state\": \"installing\"}");
      var waiting = new ArrayList<String>();
      for (var n = 0; n < 2; n++) {
        var reply = create(cluster, n, "?defer_until_ready=true");
        assertThat(reply.status()).isEqualTo(202);
        waiting.add(reply.json().at("/operation/id").asText());
      }
      operations.put(cluster, waiting);
    }
    clusters.forEach(cluster -> stack.ocm("clusters/" + cluster, "{\"state\": \"ready\"}"));
    var events = new ArrayList<String>();
    for (var i = 0; i < 1_000; i++) {
      events.add(clusters.get(i % clusters.size()));
    }
    Collections.shuffle(events, new Random(5));

    var submitted = new ArrayList<Future<StackFixture.Reply>>();
    try (var executor = Executors.newFixedThreadPool(16)) {
      for (var cluster : events) {
        submitted.add(
            executor.submit(
                () -> stack.invoke("ClusterReadyFunction", "{\"cluster\": \"" + cluster + "\"}")));
      }
    }
    for (var each : submitted) {
      assertThat(each.get().header("X-Amz-Function-Error")).isEqualTo("none");
    }

    operations.forEach((cluster, waiting) -> {
      waiting.forEach(AcceptedWritesTest::awaitEnd);
      assertThat(history(cluster))
          .extracting(entry -> entry.path("operation_id").asText())
          .isEqualTo(waiting);
      assertThat(states(cluster)).containsExactly("in-sync", "in-sync");
      assertThat(simulated(cluster).path("accepted_writes").asInt()).isEqualTo(2);
    });
  }

  @Test
  void announcesAReadyClusterAndRunsItsWaitingOperations() {
    stack.ocm("clusters/watched", "{\"state\": \"installing\"}");
    var operation =
        create("watched", 1, "?defer_until_ready=true").json().at("/operation/id").asText();
    assertThat(state(operation)).isEqualTo("waiting-for-cluster");
    assertThat(create("watched", 2, "").status()).isEqualTo(409);

    stack.ocm("clusters/watched", "{\"state\": \"ready\"}");
    stack.invoke("WatchClustersFunction", "{}");

    awaitEnd(operation);
    assertThat(state(operation)).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource({"error", "uninstalling"})
  void failsWithAReasonWhenAClusterWillNotBecomeReady(String state) {
    var cluster = "hopeless-" + state;
    stack.ocm("clusters/" + cluster, "{\"state\": \"installing\"}");
    var operation =
        create(cluster, 1, "?defer_until_ready=true").json().at("/operation/id").asText();

    stack.ocm("clusters/" + cluster, "{\"state\": \"" + state + "\"}");
    stack.invoke("WatchClustersFunction", "{}");

    awaitEnd(operation);
    var shown = stack.api("GET", "/operations/" + operation, "").json();
    assertThat(shown.at("/operation/state").asText()).isEqualTo("failed");
    assertThat(shown.at("/problem/type").asText())
        .isEqualTo("urn:image-mirrors:problem:cluster-not-ready");
  }

  /// Each kind of outage, at the write itself: the write is retried, or recognised as done.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "busy|{'status': 503}",
        "timeouts|{'delay_ms': 60000}",
        "resets|{'reset': true}",
        "empty|{'status': 500, 'empty': true}",
        "nobody|{'status': 201, 'empty': true}",
        "short|{'status': 201, 'body': '[1, '}",
        "proxy|{'status': 502, 'body': '<html>', 'content_type': 'text/html'}",
        "gateway|{'status': 200, 'body': '<html>', 'content_type': 'text/html'}"
      })
  void finishesWritesThatAnOutageInterrupts(String kind, String fault) {
    var cluster = "outage-" + kind;
    stack.ocm("clusters/" + cluster, "{}");
    var set =
        fault
            .replace('\'', '"')
            .replaceFirst("\\{", "{\"match\": \"/image_mirrors\", \"times\": 3, ");
    stack.ocm("fault", set);

    var reply = create(cluster, 1, "");
    assertThat(reply.status()).as(reply.text()).isIn(201, 202);

    var operation = reply.json().at("/operation/id").asText();
    stack.forgetFaults();
    awaitEnd(operation);
    assertThat(state(operation)).isEqualTo("succeeded");
    assertThat(history(cluster))
        .extracting(entry -> entry.path("outcome").asText())
        .containsExactly("created");
    assertThat(simulated(cluster).path("image_mirrors").size()).isEqualTo(1);
    assertThat(states(cluster)).containsExactly("in-sync");
  }

  @Test
  void returnsTheFirstOutcomeToAConcurrentRepetition() throws Exception {
    stack.ocm("clusters/once", "{}");
    stack.ocm("conflict", "{\"ms\": 300}");
    create("once", 0, "");
    var replies = new ArrayList<StackFixture.Reply>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent =
          IntStream.range(0, 8)
              .mapToObj(_ ->
                  executor.submit(() ->
                      stack.api(
                          "POST",
                          "/clusters/once/image-mirrors",
                          body(1),
                          "Idempotency-Key",
                          "the-key")))
              .toList();
      for (var each : sent) {
        replies.add(each.get());
      }
    }

    assertThat(replies).extracting(StackFixture.Reply::status).containsOnly(201, 202).contains(201);
    assertThat(replies.stream().map(reply -> reply.json().at("/operation/id").asText()).distinct())
        .hasSize(1);
    var later =
        stack.api("POST", "/clusters/once/image-mirrors", body(1), "Idempotency-Key", "the-key");
    assertThat(later.status()).isEqualTo(201);
    assertThat(later.json().path("operation"))
        .isEqualTo(
            replies.stream()
                .filter(reply -> reply.status() == 201)
                .findFirst()
                .orElseThrow()
                .json()
                .path("operation"));
    assertThat(history("once")).hasSize(2);
    assertThat(
            stack
                .api("POST", "/clusters/once/image-mirrors", body(2), "Idempotency-Key", "the-key")
                .status())
        .isEqualTo(422);
  }

  @Test
  void announcesCompletedWrites() {
    stack.ocm("clusters/announced", "{}");
    var operation = create("announced", 1, "").json().at("/operation/id").asText();

    var announced =
        StackFixture.await(
            "the announcement",
            () ->
                StreamSupport.stream(stack.events().spliterator(), false)
                    .filter(event -> event.at("/detail/operation_id").asText().equals(operation))
                    .findFirst());

    assertThat(announced.path("detail-type").asText()).isEqualTo("Image Mirror Created");
    var entry = history("announced").getFirst();
    assertThat(
            Map.of(
                "number", announced.at("/detail/number"),
                "hash", announced.at("/detail/hash"),
                "mirror", announced.at("/detail/image_mirror")))
        .isEqualTo(
            Map.of(
                "number", entry.path("number"),
                "hash", entry.path("hash"),
                "mirror", entry.path("after")));
  }

  @Test
  void appliesASetWhileOtherWritesWait() throws Exception {
    stack.ocm("clusters/set", "{}");
    stack.ocm("conflict", "{\"ms\": 150}");
    var set = new StringBuilder("{\"image_mirrors\": [");
    for (var n = 0; n < 10; n++) {
      set.append(n == 0 ? "" : ", ").append(body(n));
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var applied =
          executor.submit(
              () -> stack.api("PUT", "/clusters/set/image-mirrors", set.append("]}").toString()));
      StackFixture.awaitThat(
          "the first", () -> simulated("set").path("accepted_writes").asInt() > 0);
      var behind = create("set", 10, "");

      awaitEnd(applied.get().json().at("/operation/id").asText());
      awaitEnd(behind.json().at("/operation/id").asText());
    }

    assertThat(history("set"))
        .extracting(entry -> entry.path("action").asText())
        .containsExactly(
            "apply", "apply", "apply", "apply", "apply", "apply", "apply", "apply", "apply",
            "apply", "create");
    assertThat(simulated("set").path("max_writes_in_flight").asInt()).isEqualTo(1);
  }
}
