package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Place;

/// Stream records, as Lambda hands them on.
final class Records {
  private Records() {}

  /// A record of DynamoDB Local in Lambda's shape.
  static ObjectNode of(JsonNode record, Place place, String streamArn) {
    ObjectNode complete = record.deepCopy();
    complete
        .put("eventSource", "aws:dynamodb")
        .put("eventVersion", "1.1")
        .put("awsRegion", place.region())
        .put("eventSourceARN", streamArn);
    var change = (ObjectNode) complete.path("dynamodb");
    change.put("ApproximateCreationDateTime", change.path("ApproximateCreationDateTime").asLong());
    return complete;
  }

  static String sequence(JsonNode record) {
    return record.path("dynamodb").path("SequenceNumber").asText();
  }
}
