package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Caller;
import dev.imagemirrors.local.aws.JsonService;
import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// SQS's operations, as far as queues of a template need them.
public final class Sqs {
  private static final int LARGEST_MESSAGE = 1 << 20;

  /// Where queues are found: none where no stack is.
  public interface Directory {
    Optional<Queues> at(Place place);
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
    return sent(queue(input, caller), input);
  }

  private static ObjectNode sent(LocalQueue queue, JsonNode input) {
    var body = input.path("MessageBody").asText();
    if (body.isEmpty() || body.getBytes(StandardCharsets.UTF_8).length > LARGEST_MESSAGE) {
      throw new AwsFault(
          400,
          "InvalidParameterValue",
          "The message body must have between 1 and " + LARGEST_MESSAGE + " bytes.");
    }
    var attributes =
        input.path("MessageAttributes").isObject()
            ? input.path("MessageAttributes")
            : Json.object();
    var message =
        queue.send(
            new LocalQueue.Draft(
                body,
                attributes,
                text(input, "MessageGroupId"),
                text(input, "MessageDeduplicationId"),
                text(input, "DelaySeconds")
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))));
    var reply =
        Json.object().put("MessageId", message.id()).put("MD5OfMessageBody", Digests.md5(body));
    if (!attributes.isEmpty()) {
      reply.put("MD5OfMessageAttributes", Digests.md5(attributes));
    }
    return queue.declared().fifo()
        ? reply.put("SequenceNumber", Attributes.sequence(message))
        : reply;
  }

  private JsonNode sendBatch(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    return batch(input, entry -> sent(queue, entry));
  }

  private JsonNode deleteBatch(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    return batch(
        input,
        entry -> {
          queue.delete(entry.path("ReceiptHandle").asText());
          return Json.object();
        });
  }

  private static JsonNode batch(
      JsonNode input, java.util.function.Function<JsonNode, ObjectNode> each) {
    var entries = input.path("Entries");
    if (entries.isEmpty() || entries.size() > 10) {
      throw new AwsFault(
          400,
          "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
          "A batch has between 1 and 10 entries.");
    }
    var reply = Json.object();
    var successful = reply.putArray("Successful");
    var failed = reply.putArray("Failed");
    for (var entry : entries) {
      try {
        successful.add(each.apply(entry).put("Id", entry.path("Id").asText()));
      } catch (AwsFault e) {
        failed
            .addObject()
            .put("Id", entry.path("Id").asText())
            .put("Code", e.code())
            .put("Message", e.message())
            .put("SenderFault", true);
      }
    }
    return reply;
  }

  private JsonNode receive(JsonNode input, Caller caller) {
    var queue = queue(input, caller);
    var queues = directory.at(caller.place()).orElseThrow();
    var visibility =
        text(input, "VisibilityTimeout")
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(queue.declared().visibilityTimeout());
    var wait = Duration.ofSeconds(input.path("WaitTimeSeconds").asLong(0));
    var reply = Json.object();
    try {
      List<Received> received =
          queues.receive(queue, input.path("MaxNumberOfMessages").asInt(1), visibility, wait);
      if (!received.isEmpty()) {
        var messages = reply.putArray("Messages");
        received.forEach(message -> messages.add(received(message, input)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reply;
  }

  private static ObjectNode received(Received received, JsonNode input) {
    var message = received.message();
    var json =
        Json.object()
            .put("MessageId", message.id())
            .put("ReceiptHandle", received.handle())
            .put("Body", message.body())
            .put("MD5OfBody", Digests.md5(message.body()));
    var asked =
        input.has("MessageSystemAttributeNames")
            ? input.path("MessageSystemAttributeNames")
            : input.path("AttributeNames");
    if (!asked.isEmpty()) {
      json.set("Attributes", Attributes.of(received, asked));
    }
    if (!message.attributes().isEmpty() && !input.path("MessageAttributeNames").isEmpty()) {
      json.set("MessageAttributes", message.attributes());
      json.put("MD5OfMessageAttributes", Digests.md5(message.attributes()));
    }
    return json;
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
        .at(caller.place())
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
        .at(caller.place())
        .flatMap(queues -> queues.find(reference))
        .orElseThrow(() ->
            new AwsFault(
                400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist."));
  }

  private static Optional<String> text(JsonNode input, String name) {
    return input.has(name) ? Optional.of(input.path(name).asText()) : Optional.empty();
  }
}
