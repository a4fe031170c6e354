package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.BatchFailures;
import dev.imagemirrors.local.lambda.FailureDestination;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.template.StreamTrigger;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Invokes a function with a batch until it is handled, or dropped as the trigger configures.
final class BatchRunner {
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long LONGEST_BACKOFF_MILLIS = 5000;

  private final StreamTrigger trigger;
  private final LocalFunction function;
  private final RecordFilter filter;
  private final FailureDestination destination;
  private final InstantSource clock;

  BatchRunner(
      StreamTrigger trigger,
      LocalFunction function,
      FailureDestination destination,
      InstantSource clock) {
    this.trigger = trigger;
    this.function = function;
    this.filter = new RecordFilter(trigger.filters());
    this.destination = destination;
    this.clock = clock;
  }

  void run(List<JsonNode> records, String shard) throws InterruptedException {
    var batch = records.stream().filter(filter::matches).toList();
    for (int attempt = 1; !batch.isEmpty(); attempt++) {
      var requestId = UUID.randomUUID().toString();
      var outcome = function.invoke(event(batch), requestId);
      if (Thread.interrupted()) {
        // The stack is stopping: this is no failure of the batch, which is delivered again later.
        throw new InterruptedException();
      }
      var failed = BatchFailures.of(outcome, trigger.reportsItemFailures(), sequences(batch));
      batch = fromFirstFailure(batch, failed);
      if (batch.isEmpty()) {
        return;
      }
      if (trigger.bisects() && batch.size() > 1) {
        run(batch.subList(0, batch.size() / 2), shard);
        run(batch.subList(batch.size() / 2, batch.size()), shard);
        return;
      }
      if (trigger.retries() >= 0 && attempt > trigger.retries()) {
        giveUp(batch, shard, requestId, attempt);
        return;
      }
      Thread.sleep(Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(attempt, 10)));
    }
  }

  /// Records before the first failure are handled; the others are delivered again.
  private static List<JsonNode> fromFirstFailure(List<JsonNode> batch, Set<String> failed) {
    for (int i = 0; i < batch.size(); i++) {
      if (failed.contains(Records.sequence(batch.get(i)))) {
        return batch.subList(i, batch.size());
      }
    }
    return List.of();
  }

  private static Set<String> sequences(List<JsonNode> batch) {
    var sequences = new LinkedHashSet<String>();
    batch.forEach(record -> sequences.add(Records.sequence(record)));
    return sequences;
  }

  private static byte[] event(List<JsonNode> batch) {
    var event = Json.object();
    event.putArray("Records").addAll(batch);
    return Json.bytes(event);
  }

  /// Lambda reports the position of the records, not their content.
  private void giveUp(List<JsonNode> batch, String shard, String requestId, int attempts) {
    var failure = Json.object();
    failure
        .putObject("requestContext")
        .put("requestId", requestId)
        .put("functionArn", function.arn())
        .put("condition", "RetryAttemptsExhausted")
        .put("approximateInvokeCount", attempts);
    failure
        .putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", "$LATEST")
        .put("functionError", "Unhandled");
    failure.put("version", "1.0").put("timestamp", clock.instant().toString());
    failure
        .putObject("DDBStreamBatchInfo")
        .put("shardId", shard)
        .put("startSequenceNumber", Records.sequence(batch.getFirst()))
        .put("endSequenceNumber", Records.sequence(batch.getLast()))
        .put("batchSize", batch.size())
        .put("streamArn", batch.getFirst().path("eventSourceARN").asText());
    trigger.onFailure().ifPresent(arn -> destination.send(arn, failure));
  }
}
