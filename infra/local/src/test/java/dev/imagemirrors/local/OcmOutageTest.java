package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OCM answers nothing for a while: reads answer from the records, writes are accepted, and all of
/// them end afterwards.
class OcmOutageTest {
  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.start();
    stack.ocm("conflict", "{\"ms\": 0}");
  }

  @AfterEach
  void endTheOutage() {
    stack.forgetFaults();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "unavailable|{'match': '/', 'status': 503, 'times': 100000}",
        "resets|{'match': '/', 'reset': true, 'times': 100000}",
        "hangs|{'match': '/', 'delay_ms': 600000, 'times': 100000}"
      })
  void acceptsWritesAndAnswersReadsWhileOcmIsDown(String kind, String fault) throws Exception {
    var cluster = "/clusters/" + kind;
    stack.ocm("clusters/" + kind, "{}");
    // After the outage before, the function finds out with a short call that OCM answers again.
    StackFixture.awaitThat(
        "OCM", () -> List.of(200, 201).contains(create(cluster, "known").status()));
    stack.ocm("fault", fault.replace('\'', '"'));

    var operations = new ArrayList<String>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes =
          IntStream.range(0, 20)
              .mapToObj(i -> callers.submit(() -> create(cluster, "during-" + i)))
              .toList();
      for (var write : writes) {
        var reply = write.get();
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        operations.add(reply.json().at("/operation/id").asText());
      }
    }
    var list = stack.api("GET", cluster + "/image-mirrors", "");
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    assertThat(list.json().path("from_records").asBoolean()).isTrue();
    assertThat(sources(list)).hasSize(21).contains("quay.io/known", "quay.io/during-0");
    assertThat(list.json().path("image_mirrors").findValuesAsText("state"))
        .filteredOn("pending"::equals)
        .hasSize(20);
    assertThat(stack.api("GET", cluster + "/history", "").status()).isEqualTo(200);
    var unknown = create("/clusters/never-seen-" + kind, "unknown");
    assertThat(unknown.status()).as(unknown.text()).isEqualTo(503);

    stack.forgetFaults();
    for (var operation : operations) {
      StackFixture.awaitThat(
          "operation " + operation,
          () ->
              stack
                  .api("GET", "/operations/" + operation, "")
                  .json()
                  .at("/operation/state")
                  .asText()
                  .equals("succeeded"));
    }
    assertThat(sources(stack.api("GET", cluster + "/image-mirrors", ""))).hasSize(21);
    assertThat(stack.history(kind).findValuesAsText("outcome")).containsOnly("created");
  }

  private static StackFixture.Reply create(String cluster, String name) {
    return stack.api(
        "POST",
        cluster + "/image-mirrors",
        "{\"source\": \"quay.io/%s\", \"mirrors\": \"m.corp.com/%s\"}".formatted(name, name));
  }

  private static List<String> sources(StackFixture.Reply list) {
    return list.json().path("image_mirrors").findValuesAsText("source");
  }
}
