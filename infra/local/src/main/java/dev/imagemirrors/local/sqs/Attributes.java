package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;

/// Attributes of queues and of received messages, with their SQS names.
final class Attributes {
  private Attributes() {}

  static ObjectNode of(LocalQueue queue) {
    var declared = queue.declared();
    var counts = queue.counts();
    var attributes =
        Json.object()
            .put("QueueArn", declared.arn())
            .put("ApproximateNumberOfMessages", String.valueOf(counts.visible()))
            .put("ApproximateNumberOfMessagesNotVisible", String.valueOf(counts.inFlight()))
            .put("ApproximateNumberOfMessagesDelayed", String.valueOf(counts.delayed()))
            .put("VisibilityTimeout", String.valueOf(declared.visibilityTimeout().toSeconds()))
            .put("DelaySeconds", String.valueOf(declared.delay().toSeconds()))
            .put("MessageRetentionPeriod", String.valueOf(declared.retention().toSeconds()));
    if (declared.fifo()) {
      attributes
          .put("FifoQueue", "true")
          .put("ContentBasedDeduplication", String.valueOf(declared.contentBasedDeduplication()));
    }
    declared
        .redrive()
        .ifPresent(redrive ->
            attributes.put(
                "RedrivePolicy",
                Json.object()
                    .put("deadLetterTargetArn", redrive.deadLetterArn())
                    .put("maxReceiveCount", redrive.maxReceiveCount())
                    .toString()));
    return attributes;
  }

  static ObjectNode of(Received received) {
    var message = received.message();
    var attributes =
        Json.object()
            .put("ApproximateReceiveCount", String.valueOf(received.receives()))
            .put("SentTimestamp", String.valueOf(message.sent().toEpochMilli()))
            .put("SenderId", "AIDALOCAL")
            .put(
                "ApproximateFirstReceiveTimestamp",
                String.valueOf(received.firstReceived().toEpochMilli()));
    message
        .group()
        .ifPresent(group ->
            attributes.put("MessageGroupId", group).put("SequenceNumber", sequence(message)));
    message.deduplication().ifPresent(id -> attributes.put("MessageDeduplicationId", id));
    return attributes;
  }

  /// The requested attributes, by name or `All`.
  static ObjectNode of(Received received, JsonNode asked) {
    var all = of(received);
    var chosen = Json.object();
    for (var name : asked) {
      if (name.asText().equals("All")) {
        return all;
      }
      if (all.has(name.asText())) {
        chosen.set(name.asText(), all.path(name.asText()));
      }
    }
    return chosen;
  }

  /// SQS sequence numbers have 20 digits.
  static String sequence(Message message) {
    return "%020d".formatted(message.sequence());
  }
}
