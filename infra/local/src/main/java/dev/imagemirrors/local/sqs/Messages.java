package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Messages in SQS's JSON format: to send, sent and received.
final class Messages {
  private static final int LARGEST = 1 << 20;

  private Messages() {}

  static LocalQueue.Draft draft(JsonNode input) {
    var body = input.path("MessageBody").asText();
    if (body.isEmpty() || body.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw new AwsFault(
          400,
          "InvalidParameterValue",
          "The message body must have between 1 and " + LARGEST + " bytes.");
    }
    return new LocalQueue.Draft(
        body,
        input.path("MessageAttributes").isObject()
            ? input.path("MessageAttributes")
            : Json.object(),
        text(input, "MessageGroupId"),
        text(input, "MessageDeduplicationId"),
        seconds(input, "DelaySeconds"));
  }

  static ObjectNode sent(Message message) {
    var reply =
        Json.object()
            .put("MessageId", message.id())
            .put("MD5OfMessageBody", Digests.md5(message.body()));
    if (!message.attributes().isEmpty()) {
      reply.put("MD5OfMessageAttributes", Digests.md5(message.attributes()));
    }
    return message.group().isPresent()
        ? reply.put("SequenceNumber", Attributes.sequence(message))
        : reply;
  }

  static ObjectNode received(Received received, JsonNode input) {
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

  static Optional<Duration> seconds(JsonNode input, String name) {
    return text(input, name).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static Optional<String> text(JsonNode input, String name) {
    return input.has(name) ? Optional.of(input.path(name).asText()) : Optional.empty();
  }
}
