package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Scope;

/// Stream records in the format of Lambda events.
final class Records {
  private Records() {}

  /// A record of DynamoDB Local in Lambda's format.
  static ObjectNode of(JsonNode record, Scope scope, String streamArn) {
    ObjectNode complete = record.deepCopy();
    complete
        .put("eventSource", "aws:dynamodb")
        .put("eventVersion", "1.1")
        .put("awsRegion", scope.region())
        .put("eventSourceARN", streamArn);
    var change = (ObjectNode) complete.path("dynamodb");
    change.put("ApproximateCreationDateTime", change.path("ApproximateCreationDateTime").asLong());
    return complete;
  }

  static String sequence(JsonNode record) {
    return record.path("dynamodb").path("SequenceNumber").asText();
  }
}
