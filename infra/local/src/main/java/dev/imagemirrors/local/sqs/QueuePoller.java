package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.BatchFailures;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.template.QueueTrigger;
import dev.imagemirrors.local.thread.Threads;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Delivers the messages of a queue to a function, in batches, and deletes handled messages.
///
/// As with Lambda, other messages become visible again after the visibility timeout of the queue.
public final class QueuePoller implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  /// The number of concurrent batches. A FIFO queue preserves the order within each message group.
  private static final int CONCURRENCY = 10;

  private final QueueTrigger trigger;
  private final Queues queues;
  private final LocalQueue queue;
  private final LocalFunction function;
  private final String region;
  private final ExecutorService threads = Threads.perTask("queue-poller");

  private QueuePoller(
      QueueTrigger trigger,
      Queues queues,
      LocalQueue queue,
      LocalFunction function,
      String region) {
    this.trigger = trigger;
    this.queues = queues;
    this.queue = queue;
    this.function = function;
    this.region = region;
  }

  public static QueuePoller start(
      QueueTrigger trigger,
      Queues queues,
      LocalQueue queue,
      LocalFunction function,
      String region) {
    var poller = new QueuePoller(trigger, queues, queue, function, region);
    for (int i = 0; i < CONCURRENCY; i++) {
      poller.threads.execute(poller::poll);
    }
    return poller;
  }

  private void poll() {
    try {
      while (!threads.isShutdown()) {
        deliver();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Retries later: if the pollers ended, nothing would be delivered any more.
  private void deliver() throws InterruptedException {
    try {
      var batch =
          queues.receive(queue, trigger.batchSize(), queue.declared().visibilityTimeout(), WAIT);
      if (!batch.isEmpty()) {
        hand(batch);
      }
    } catch (RuntimeException failure) {
      if (!threads.isShutdown()) {
        System.err.println("Cannot deliver messages to " + trigger.function() + ": " + failure);
        Thread.sleep(AFTER_FAILURE);
      }
    }
  }

  private void hand(List<Received> batch) {
    var event = Json.object();
    var records = event.putArray("Records");
    batch.forEach(received -> records.add(record(received)));
    var outcome = function.invoke(Json.bytes(event), UUID.randomUUID().toString());
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    var ids = batch.stream().map(received -> received.message().id()).collect(Collectors.toSet());
    var failed = BatchFailures.of(outcome, trigger.reportsItemFailures(), ids);
    for (var received : batch) {
      if (!failed.contains(received.message().id())) {
        queue.delete(received.handle());
      }
    }
  }

  private JsonNode record(Received received) {
    var message = received.message();
    var record =
        Json.object()
            .put("messageId", message.id())
            .put("receiptHandle", received.handle())
            .put("body", message.body());
    record.set("attributes", Attributes.of(received));
    var attributes = record.putObject("messageAttributes");
    message
        .attributes()
        .properties()
        .forEach(e -> {
          var attribute =
              attributes
                  .putObject(e.getKey())
                  .put("dataType", e.getValue().path("DataType").asText());
          for (var kind : List.of("String", "Binary")) {
            if (e.getValue().has(kind + "Value")) {
              attribute.set(
                  kind.equals("String") ? "stringValue" : "binaryValue",
                  e.getValue().path(kind + "Value"));
            }
          }
          attribute.putArray("stringListValues");
          attribute.putArray("binaryListValues");
        });
    return record
        .put("md5OfBody", Digests.md5(message.body()))
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", queue.declared().arn())
        .put("awsRegion", region);
  }

  /// Waits for batches in progress, so that nothing is stored after the stack is closed.
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
