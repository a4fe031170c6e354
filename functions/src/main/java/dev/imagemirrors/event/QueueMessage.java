package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.Queue;
import java.util.Objects;

/// A message of the work queue: an operation to run. Missing attributes are empty strings.
public record QueueMessage(String operationId, String clusterId, String receiptHandle) {
  /// Reads a record of SQS.
  ///
  /// @throws IllegalStateException when the message body is not JSON
  /// @throws NewerSchema when a newer version of the functions wrote the message
  public static QueueMessage read(Json content) {
    try {
      var body = JsonReader.read(text(content, "body"));
      NewerSchema.check("A message of the work queue", body.at(Queue.SCHEMA).asLong(0));
      return new QueueMessage(
          text(body, "operation_id"), text(body, "cluster_id"), text(content, "receiptHandle"));
    } catch (JsonFault fault) {
      throw new IllegalStateException("the queue message " + fault.reason(), fault);
    }
  }

  private static String text(Json json, String name) {
    return Objects.requireNonNullElse(json.at(name).asText(), "");
  }
}
