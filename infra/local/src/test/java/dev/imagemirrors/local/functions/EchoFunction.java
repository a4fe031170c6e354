package dev.imagemirrors.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/// Returns its input: the event, environment and context. `play` in the event selects another
/// behaviour.
public final class EchoFunction implements RequestStreamHandler {
  private static final CyclicBarrier MEETING = new CyclicBarrier(2);

  private final Map<String, String> environment;

  public EchoFunction(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var event = Json.read(input.readAllBytes());
    context.getLogger().log("playing " + event.path("play").asText("echo"));
    switch (event.path("play").asText()) {
      case "throw" -> throw new IllegalStateException("as requested");
      case "sleep" -> sleep();
      case "meet" -> {
        meet();
        output.write(Json.bytes(echo(event, context)));
      }
      case "big" -> output.write(new byte[7_000_000]);
      default -> output.write(Json.bytes(echo(event, context)));
    }
  }

  private JsonNode echo(JsonNode event, Context context) {
    var echo = Json.object();
    echo.set("event", event);
    environment.forEach(echo.putObject("environment")::put);
    echo.putObject("context")
        .put("function", context.getFunctionName())
        .put("arn", context.getInvokedFunctionArn())
        .put("request", context.getAwsRequestId())
        .put("remaining", context.getRemainingTimeInMillis())
        .put("memory", context.getMemoryLimitInMB());
    return echo.put("instance", System.identityHashCode(this));
  }

  private static void meet() {
    try {
      MEETING.await(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
