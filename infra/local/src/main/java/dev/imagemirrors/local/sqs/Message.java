package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.time.Instant;
import java.util.Optional;

/// A sent message.
///
/// @param sequence the position in the queue
/// @param attributes the message attributes, in SQS's JSON format
public record Message(
    String id,
    long sequence,
    String body,
    JsonNode attributes,
    Optional<String> group,
    Optional<String> deduplication,
    Instant sent) {

  Message moved(long newSequence) {
    return new Message(id, newSequence, body, attributes, group, deduplication, sent);
  }

  String toJson(int receives) {
    var json =
        Json.object()
            .put("id", id)
            .put("sequence", sequence)
            .put("body", body)
            .put("sent", sent.toEpochMilli())
            .put("receives", receives);
    json.set("attributes", attributes);
    group.ifPresent(g -> json.put("group", g));
    deduplication.ifPresent(d -> json.put("deduplication", d));
    return json.toString();
  }

  static Delivery fromJson(String text) {
    try {
      var json = Json.read(text);
      return new Delivery(
          new Message(
              json.path("id").asText(),
              json.path("sequence").asLong(),
              json.path("body").asText(),
              json.path("attributes"),
              Optional.ofNullable(json.path("group").asText(null)),
              Optional.ofNullable(json.path("deduplication").asText(null)),
              Instant.ofEpochMilli(json.path("sent").asLong())),
          json.path("receives").asInt(),
          Instant.EPOCH);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
