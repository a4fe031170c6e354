package dev.imagemirrors.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.functions.RecordingFunction;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.template.FunctionResource;
import dev.imagemirrors.local.template.QueueResource;
import dev.imagemirrors.local.template.QueueTrigger;
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
import org.junit.jupiter.api.Test;

class QueuePollerTest {
  private static final Scope PLACE = new Scope(Scope.LOCAL_ACCOUNT, "us-east-1");

  /// More failures than there are pollers.
  @Test
  void continuesAfterFailuresOfTheStore() throws Exception {
    var stack = UUID.randomUUID().toString();
    var queues = new Queues(List.of(queue()), InstantSource.system(), new NeverRemoves());
    var queue = queues.find("Q").orElseThrow();
    try (var _ =
        QueuePoller.start(
            new QueueTrigger("F", "Q", 1, false), queues, queue, function(stack), "us-east-1")) {
      for (int i = 0; i < 15; i++) {
        queues.send(queue, "message " + i);
      }

      assertThat(RecordingFunction.of(stack).await(15)).hasSize(15);
    }
  }

  private static QueueResource queue() {
    return new QueueResource(
        "Q",
        PLACE.arn("sqs", "Q"),
        false,
        false,
        Duration.ofMinutes(5),
        Duration.ZERO,
        Duration.ofDays(1),
        Optional.empty());
  }

  private static LocalFunction function(String stack) {
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
    return new Functions(List.of(resource), PLACE, stack, "token", out).named("F").orElseThrow();
  }

  private static final class NeverRemoves implements State {
    @Override
    public void put(String key, String value) {}

    @Override
    public void remove(String key) {
      throw new IllegalStateException("a failure of this test");
    }

    @Override
    public SortedMap<String, String> startingWith(String prefix) {
      return new TreeMap<>();
    }
  }
}
