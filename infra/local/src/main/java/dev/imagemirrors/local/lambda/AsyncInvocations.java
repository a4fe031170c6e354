package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.thread.Threads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/// Asynchronous invocations: failures are retried and, after the last attempt, sent to the
/// on-failure destination.
///
/// Lambda waits one minute before the first retry and two before the second; here the pauses are
/// short.
public final class AsyncInvocations implements AutoCloseable {
  private final ExecutorService threads = Threads.perTask("async-invocation");
  private final Duration backoff;
  private final FailureDestination destination;
  private final Clock clock;

  public AsyncInvocations(Duration backoff, FailureDestination destination, Clock clock) {
    this.backoff = backoff;
    this.destination = destination;
    this.clock = clock;
  }

  /// Starts an invocation by an AWS service and returns its request ID.
  public String invoke(LocalFunction function, byte[] payload) {
    return invoke(function, payload, Optional.of(LocalFunction.SERVICE));
  }

  /// Starts an invocation through a version or an alias, or neither.
  String invoke(LocalFunction function, byte[] payload, Optional<String> qualifier) {
    var requestId = UUID.randomUUID().toString();
    threads.execute(() -> tryUntilDone(function, payload, requestId, qualifier));
    return requestId;
  }

  private void tryUntilDone(
      LocalFunction function, byte[] payload, String requestId, Optional<String> qualifier) {
    int tries = 1 + function.declared().retries();
    for (int attempt = 1; ; attempt++) {
      if (!(function.invoke(payload, requestId, qualifier) instanceof Outcome.Failed failed)) {
        return;
      }
      if (attempt == tries) {
        var record = failure(function, payload, requestId, attempt, failed);
        function.declared().onFailure().ifPresent(arn -> destination.send(arn, record));
        return;
      }
      try {
        Thread.sleep(backoff.multipliedBy(attempt));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// The record that Lambda sends to a destination.
  private JsonNode failure(
      LocalFunction function, byte[] payload, String requestId, int tries, Outcome.Failed failed) {
    var record = Json.object().put("version", "1.0").put("timestamp", clock.instant().toString());
    record
        .putObject("requestContext")
        .put("requestId", requestId)
        .put("functionArn", function.arn() + ":" + LambdaApi.VERSION)
        .put("condition", "RetriesExhausted")
        .put("approximateInvokeCount", tries);
    try {
      record.set("requestPayload", Json.read(payload));
    } catch (JsonProcessingException e) {
      record.put("requestPayload", new String(payload, StandardCharsets.UTF_8));
    }
    record
        .putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", LambdaApi.VERSION)
        .put("functionError", "Unhandled");
    return record.set("responsePayload", failed.error());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
