package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.json.Json;
import java.util.function.Function;

/// A batch request, whose entries succeed or fail independently.
final class Batch {
  private static final int MOST_ENTRIES = 10;

  private Batch() {}

  static JsonNode each(JsonNode input, Function<JsonNode, ObjectNode> operation) {
    var entries = input.path("Entries");
    if (entries.isEmpty()) {
      throw new AwsFault(
          400, "com.amazonaws.sqs#EmptyBatchRequest", "There is no entry in the request.");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new AwsFault(
          400,
          "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are " + MOST_ENTRIES + ".");
    }
    var reply = Json.object();
    var successful = reply.putArray("Successful");
    var failed = reply.putArray("Failed");
    for (var entry : entries) {
      var id = entry.path("Id").asText();
      try {
        successful.add(operation.apply(entry).put("Id", id));
      } catch (AwsFault e) {
        failed
            .addObject()
            .put("Id", id)
            .put("Code", e.code())
            .put("Message", e.message())
            .put("SenderFault", true);
      }
    }
    return reply;
  }
}
