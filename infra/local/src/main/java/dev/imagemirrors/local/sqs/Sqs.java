package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Caller;
import dev.imagemirrors.local.aws.JsonService;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The SQS operations that the queues of a template need.
public final class Sqs {
  /// Finds queues; empty for a region without a stack.
  public interface Directory {
    Optional<Queues> at(Scope scope);
  }

  private final Directory directory;
  private final String endpoint;

  private Sqs(Directory directory, String endpoint) {
    this.directory = directory;
    this.endpoint = endpoint;
  }

  public static JsonService service(Directory directory, String homeRegion, String endpoint) {
    var sqs = new Sqs(directory, endpoint);
    return new JsonService(
        "AmazonSQS.",
        homeRegion,
        Map.ofEntries(
            Map.entry("SendMessage", sqs::send),
            Map.entry("SendMessageBatch", sqs::sendBatch),
            Map.entry("ReceiveMessage", sqs::receive),
            Map.entry("DeleteMessage", sqs::delete),
            Map.entry("DeleteMessageBatch", sqs::deleteBatch),
            Map.entry("ChangeMessageVisibility", sqs::changeVisibility),
            Map.entry("GetQueueUrl", sqs::url),
            Map.entry("GetQueueAttributes", sqs::attributes),
            Map.entry("ListQueues", sqs::list),
            Map.entry("PurgeQueue", sqs::purge)));
  }

  private JsonNode send(JsonNode input, Caller caller) {
    return Messages.sent(queue(input, caller).send(Messages.draft(input)));
  }

  private JsonNode sendBatch(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    return Batch.each(input, entry -> Messages.sent(queue.send(Messages.draft(entry))));
  }

  private JsonNode deleteBatch(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    return Batch.each(
        input,
        entry -> {
          queue.delete(entry.path("ReceiptHandle").asText());
          return Json.object();
        });
  }

  private JsonNode receive(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    var queues = directory.at(caller.scope()).orElseThrow();
    var reply = Json.object();
    try {
      var received =
          queues.receive(
              queue,
              input.path("MaxNumberOfMessages").asInt(1),
              Messages.seconds(input, "VisibilityTimeout")
                  .orElse(queue.declared().visibilityTimeout()),
              Messages.seconds(input, "WaitTimeSeconds").orElse(Duration.ZERO));
      // SQS omits an empty list.
      received.forEach(
          message -> reply.withArray("/Messages").add(Messages.received(message, input)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reply;
  }

  private JsonNode delete(JsonNode input, Caller caller) {
    queue(input, caller).delete(input.path("ReceiptHandle").asText());
    return Json.object();
  }

  private JsonNode changeVisibility(JsonNode input, Caller caller) {
    queue(input, caller)
        .changeVisibility(
            input.path("ReceiptHandle").asText(),
            Duration.ofSeconds(input.path("VisibilityTimeout").asLong()));
    return Json.object();
  }

  private JsonNode purge(JsonNode input, Caller caller) {
    queue(input, caller).purge();
    return Json.object();
  }

  private JsonNode url(JsonNode input, Caller caller) {
    return Json.object()
        .put("QueueUrl", url(find(input.path("QueueName").asText(), caller), caller));
  }

  private JsonNode list(JsonNode input, Caller caller) {
    var reply = Json.object();
    var urls = reply.putArray("QueueUrls");
    var prefix = input.path("QueueNamePrefix").asText();
    directory
        .at(caller.scope())
        .ifPresent(queues ->
            queues.all().stream()
                .filter(queue -> queue.declared().name().startsWith(prefix))
                .forEach(queue -> urls.add(url(queue, caller))));
    return reply;
  }

  private JsonNode attributes(JsonNode input, Caller caller) {
    return Json.object().set("Attributes", Attributes.of(queue(input, caller)));
  }

  private String url(LocalQueue queue, Caller caller) {
    return endpoint + "/" + caller.account() + "/" + queue.declared().name();
  }

  private LocalQueue queue(JsonNode input, Caller caller) {
    return find(input.path("QueueUrl").asText(), caller);
  }

  private LocalQueue find(String reference, Caller caller) {
    return directory
        .at(caller.scope())
        .flatMap(queues -> queues.find(reference))
        .orElseThrow(() ->
            new AwsFault(
                400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist."));
  }
}
