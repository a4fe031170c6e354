package dev.imagemirrors.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// An event as rules and targets receive it.
record Envelope(String id, ObjectNode json) {
  static Envelope of(JsonNode entry, JsonNode detail, Scope scope, Instant now) {
    var id = UUID.randomUUID().toString();
    var json =
        Json.object()
            .put("version", "0")
            .put("id", id)
            .put("detail-type", entry.path("DetailType").asText())
            .put("source", entry.path("Source").asText())
            .put("account", scope.account())
            .put("time", time(entry.path("Time"), now).truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", scope.region());
    var resources = json.putArray("resources");
    entry.path("Resources").forEach(resource -> resources.add(resource.asText()));
    json.set("detail", detail);
    return new Envelope(id, json);
  }

  /// The JSON protocol sends timestamps as seconds since 1970.
  private static Instant time(JsonNode time, Instant now) {
    return time.isNumber() ? Instant.ofEpochMilli((long) (time.asDouble() * 1000)) : now;
  }
}
