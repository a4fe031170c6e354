package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// An image mirror of the service.
record ImageMirror(
    String clusterId,
    String id,
    String type,
    String source,
    List<String> mirrors,
    Instant created,
    Instant updated) {

  static final Set<String> SEARCHABLE = Set.of("id", "name", "cluster_id", "source", "type");

  ImageMirror {
    mirrors = List.copyOf(mirrors);
  }

  ImageMirror withMirrors(List<String> newMirrors, Instant now) {
    return new ImageMirror(
        clusterId, id, type, source, newMirrors, created, Timestamps.after(updated, now));
  }

  /// The image mirror whose [#json] was stored.
  static ImageMirror stored(String clusterId, JsonNode json) {
    return new ImageMirror(
        clusterId,
        json.path("id").asText(),
        json.path("type").asText(),
        json.path("source").asText(),
        json.path("mirrors").valueStream().map(JsonNode::asText).toList(),
        Instant.parse(json.path("creation_timestamp").asText()),
        Instant.parse(json.path("last_update_timestamp").asText()));
  }

  JsonNode json() {
    ObjectNode json =
        Json.object()
            .put("kind", "ImageMirror")
            .put("id", id)
            .put("href", "/api/clusters_mgmt/v1/clusters/" + clusterId + "/image_mirrors/" + id)
            .put("type", type)
            .put("source", source);
    json.set("mirrors", Json.strings(mirrors));
    return json.put("creation_timestamp", Timestamps.text(created))
        .put("last_update_timestamp", Timestamps.text(updated));
  }

  /// The document that a search evaluates. `name` is a valid field, which no mirror has.
  JsonNode searchDocument() {
    return Json.object()
        .put("id", id)
        .put("cluster_id", clusterId)
        .put("source", source)
        .put("type", type);
  }
}
