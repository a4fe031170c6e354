package dev.imagemirrors.explain;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.Pull;
import dev.imagemirrors.reply.MirrorReply;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The reply with an explanation, and with the registries that the cluster blocks.
///
/// @param unconfigurable warnings about the sources of the cluster
record ExplanationReply(Cluster cluster, Explanation explanation, List<String> unconfigurable) {
  Reply ofCluster() {
    return reply(Json.object(), warnings());
  }

  Reply ofRecords(ClusterKey key, Instant asOf) {
    var warnings = new ArrayList<>(List.of(MirrorReply.fromRecordsWarning(key, asOf)));
    if (cluster.registries().isEmpty()) {
      warnings.add("The allowed and blocked registries of the cluster are not recorded");
    }
    warnings.addAll(warnings());
    return reply(
        Json.object().put("from_records", Json.of(true)).put("as_of", asOf.toString()), warnings);
  }

  private Reply reply(Json.Builder body, List<String> warnings) {
    var pull = explanation.pull();
    var image = explanation.image();
    var lines = explanation.lines();
    body.put("messages", Json.strings(lines))
        .put("cluster_id", cluster.id())
        .put("image", image.toString())
        .put("by", image.isByDigest() ? "digest" : "tag")
        .put("mirrored", Json.of(explanation.isMirrored()))
        .put("why", explanation.why())
        .put("matching_sources", Json.strings(pull.matching()))
        .put("places", new Json.Items(explanation.places().stream().map(this::shown).toList()));
    if (!warnings.isEmpty()) {
      body.put("warnings", Json.strings(warnings));
    }
    var whole = body.build();
    return new Reply.Success(200, whole, whole, lines, narrow(), wide(), Map.of());
  }

  private Json shown(Pull.Place place) {
    return Json.object()
        .put("image", place.image().toString())
        .put("mirror", place.mirror())
        .put("blocked_by", cluster.blocks(place.image().name()).orElse(null))
        .build();
  }

  private List<String> warnings() {
    var warnings = new ArrayList<>(unconfigurable);
    for (var place : explanation.places()) {
      if (place.mirror() != null) {
        cluster
            .blocks(place.image().name())
            .ifPresent(entry ->
                warnings.add(
                    "Mirror '%s' is in '%s', one of the cluster's blocked registries: nodes never pull from it"
                        .formatted(place.mirror(), entry)));
      }
    }
    return warnings;
  }

  private Table narrow() {
    return new Table(
        List.of("ORDER", "IMAGE", "MIRROR"),
        rows().stream().map(row -> row.subList(0, 3)).toList());
  }

  private Table wide() {
    return new Table(List.of("ORDER", "IMAGE", "MIRROR", "BLOCKED BY"), rows());
  }

  private List<List<String>> rows() {
    var rows = new ArrayList<List<String>>();
    for (var place : explanation.places()) {
      rows.add(
          List.of(
              String.valueOf(rows.size() + 1),
              place.image().toString(),
              Objects.requireNonNullElse(place.mirror(), "-"),
              cluster.blocks(place.image().name()).orElse("-")));
    }
    return rows;
  }
}
