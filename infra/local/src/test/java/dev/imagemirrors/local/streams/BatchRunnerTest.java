package dev.imagemirrors.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.functions.RecordingFunction;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.template.StreamTrigger;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {
  private static final Scope PLACE = new Scope("000000000000", "us-east-1");

  private final String stack = UUID.randomUUID().toString();
  private final RecordingFunction.Recording function = RecordingFunction.of(stack);
  private final List<JsonNode> givenUp = new ArrayList<>();

  @Test
  void bisectsAFailingBatchDownToTheFailingRecord() throws Exception {
    function.answers(event -> {
      if (sequences(event).contains("3")) {
        throw new IllegalStateException("no");
      }
      return Json.object();
    });

    runner(0, true, false).run(records(4), "shard");

    assertThat(function.events())
        .extracting(BatchRunnerTest::sequences)
        .containsExactly(
            List.of("1", "2", "3", "4"),
            List.of("1", "2"),
            List.of("3", "4"),
            List.of("3"),
            List.of("4"));
    assertThat(givenUp)
        .extracting(
            failure -> failure.path("DDBStreamBatchInfo").path("startSequenceNumber").asText())
        .containsExactly("3");
  }

  @Test
  void continuesFromTheFirstReportedRecord() throws Exception {
    function.answers(event -> {
      var reply = Json.object();
      if (function.events().size() == 1) {
        reply.putArray("batchItemFailures").addObject().put("itemIdentifier", "2");
      }
      return reply;
    });

    runner(-1, false, true).run(records(3), "shard");

    assertThat(function.events())
        .extracting(BatchRunnerTest::sequences)
        .containsExactly(List.of("1", "2", "3"), List.of("2", "3"));
    assertThat(givenUp).isEmpty();
  }

  @Test
  void retriesTheWholeBatchWhenTheReportNamesAnUnknownRecord() throws Exception {
    function.answers(event -> {
      var reply = Json.object();
      if (function.events().size() == 1) {
        reply.putArray("batchItemFailures").addObject().put("itemIdentifier", "unheard of");
      }
      return reply;
    });

    runner(-1, false, true).run(records(2), "shard");

    assertThat(function.events())
        .extracting(BatchRunnerTest::sequences)
        .containsExactly(List.of("1", "2"), List.of("1", "2"));
  }

  @Test
  void keepsABatchThatIsInterrupted() throws Exception {
    var running = new CountDownLatch(1);
    function.answers(_ -> {
      running.countDown();
      new CountDownLatch(1).await();
      return Json.object();
    });
    var end = new CompletableFuture<Void>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                runner(0, false, false).run(records(1), "shard");
                end.complete(null);
              } catch (InterruptedException e) {
                end.completeExceptionally(e);
              }
            });

    running.await();
    thread.interrupt();

    assertThat(end)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(givenUp).isEmpty();
  }

  private BatchRunner runner(int retries, boolean bisects, boolean reports) {
    var resource =
        new FunctionResource(
            "F",
            RecordingFunction.class.getName(),
            Duration.ofSeconds(10),
            128,
            Map.of(),
            0,
            Optional.empty());
    var out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var trigger =
        new StreamTrigger(
            "F", "T", 10, retries, bisects, reports, Optional.of("arn:of:destination"), List.of());
    return new BatchRunner(
        trigger,
        new Functions(List.of(resource), PLACE, stack, "token", out).named("F").orElseThrow(),
        (arn, failure) -> givenUp.add(failure),
        InstantSource.system());
  }

  private static List<JsonNode> records(int count) {
    return IntStream.rangeClosed(1, count)
        .<JsonNode>mapToObj(number -> {
          var record = Json.object();
          record.putObject("dynamodb").put("SequenceNumber", String.valueOf(number));
          return record;
        })
        .toList();
  }

  private static List<String> sequences(JsonNode event) {
    return event.path("Records").valueStream().map(Records::sequence).toList();
  }
}
