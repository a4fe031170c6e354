package dev.imagemirrors.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.dynamodb.Tables;
import dev.imagemirrors.local.functions.RecordingFunction;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.template.StreamTrigger;
import dev.imagemirrors.local.template.TableResource;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamPollerTest {
  private static final Scope PLACE = new Scope(Scope.LOCAL_ACCOUNT, "us-east-1");

  @Test
  void continuesAfterAFailureOfTheStore() throws Exception {
    var stack = UUID.randomUUID().toString();
    try (var engine = DynamoEngine.start(Optional.empty())) {
      Tables.make(List.of(table()), PLACE, engine);
      try (var poller = poller(engine, stack)) {
        put(engine, "first");
        poller.wake();
        RecordingFunction.of(stack).await(1);

        put(engine, "second");
        poller.wake();

        assertThat(RecordingFunction.of(stack).await(2).getLast().toString()).contains("second");
      }
    }
  }

  private static StreamPoller poller(DynamoEngine engine, String stack) {
    var out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var resource =
        new FunctionResource(
            "F",
            RecordingFunction.class.getName(),
            Duration.ofSeconds(10),
            128,
            Map.of(),
            0,
            Optional.empty());
    return StreamPoller.start(
        new StreamTrigger("F", "Things", 10, -1, false, false, Optional.empty(), List.of()),
        new TableStream(engine, PLACE, "Things"),
        new Functions(List.of(resource), PLACE, stack, "token", out).named("F").orElseThrow(),
        (_, _) -> {},
        InstantSource.system(),
        new FailsOnce());
  }

  private static TableResource table() {
    var creation = Json.object().put("TableName", "Things").put("BillingMode", "PAY_PER_REQUEST");
    creation
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "id")
        .put("AttributeType", "S");
    creation.putArray("KeySchema").addObject().put("AttributeName", "id").put("KeyType", "HASH");
    creation
        .putObject("StreamSpecification")
        .put("StreamEnabled", true)
        .put("StreamViewType", "NEW_IMAGE");
    return new TableResource("Things", creation, Optional.empty());
  }

  private static void put(DynamoEngine engine, String id) {
    var input = Json.object().put("TableName", "Things");
    input.putObject("Item").putObject("id").put("S", id);
    assertThat(engine.call(PLACE, "PutItem", Json.bytes(input)).status()).isEqualTo(200);
  }

  /// The first write fails, in a way that the poller does not know.
  private static final class FailsOnce implements State {
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public void put(String key, String value) {
      if (writes.getAndIncrement() == 0) {
        throw new UnsupportedOperationException("a failure of this test");
      }
    }

    @Override
    public void remove(String key) {}

    @Override
    public SortedMap<String, String> startingWith(String prefix) {
      return new TreeMap<>();
    }
  }
}
