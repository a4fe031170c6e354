package dev.imagemirrors.reply;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.document.MirrorSetDocument;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ListedMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replies with one mirror or a list of mirrors, from the cluster or from the records.
public final class MirrorReply {
  private MirrorReply() {}

  /// A list with the state of each mirror.
  ///
  /// @param source the only source that was requested; null for all
  public static Reply list(
      ClusterKey cluster, String clusterId, @Nullable String source, List<ListedMirror> listed) {
    return list(cluster, clusterId, source, listed, Json.object(), null);
  }

  /// A list from the records, when OCM is unavailable.
  ///
  /// @param source the only source that was requested; null for all
  public static Reply fromRecords(
      ClusterKey cluster,
      String clusterId,
      @Nullable String source,
      List<ListedMirror> listed,
      Instant asOf) {
    return list(cluster, clusterId, source, listed, marked(cluster, asOf), asOf);
  }

  public static Reply one(ClusterKey cluster, String clusterId, ListedMirror listed) {
    return one(cluster, clusterId, listed, Json.object(), null);
  }

  public static Reply oneFromRecords(
      ClusterKey cluster, String clusterId, ListedMirror listed, Instant asOf) {
    return one(cluster, clusterId, listed, marked(cluster, asOf), asOf);
  }

  /// The first warning of a reply from the records.
  public static String fromRecordsWarning(ClusterKey cluster, Instant asOf) {
    return "OCM cannot be reached: showing the records of cluster '%s' as of %s"
        .formatted(cluster, asOf);
  }

  private static Json.Builder marked(ClusterKey cluster, Instant asOf) {
    return Json.object()
        .put("from_records", Json.of(true))
        .put("as_of", asOf.toString())
        .put("warnings", Json.strings(List.of(fromRecordsWarning(cluster, asOf))));
  }

  private static Reply list(
      ClusterKey cluster,
      String clusterId,
      @Nullable String source,
      List<ListedMirror> listed,
      Json.Builder body,
      @Nullable Instant asOf) {
    List<String> lines = listed.isEmpty() ? List.of(none(cluster, source)) : List.of();
    if (!lines.isEmpty()) {
      body.put("messages", Json.strings(lines));
    }
    var shown = listed.stream().<Json>map(each -> shown(clusterId, each).build()).toList();
    return new Reply.Success(
        200,
        body.put("image_mirrors", new Json.Items(shown)).build(),
        new Json.Items(listed.stream().map(each -> rosas(clusterId, each.mirror(), asOf)).toList()),
        lines,
        narrow(listed),
        wide(listed),
        MirrorSetDocument.of(cluster.value(), listed.stream().map(ListedMirror::mirror).toList()),
        Map.of());
  }

  private static Reply one(
      ClusterKey cluster,
      String clusterId,
      ListedMirror listed,
      Json.Builder body,
      @Nullable Instant asOf) {
    var mirror = listed.mirror();
    var lines =
        List.of(
            "Image mirror '%s' on cluster '%s' is %s"
                .formatted(mirror.id(), cluster, listed.state().label()),
            "Source: " + mirror.source(),
            "Mirrors: " + Problems.list(mirror.mirrors()));
    return new Reply.Success(
        200,
        body.put("image_mirror", shown(clusterId, listed).build()).build(),
        rosas(clusterId, mirror, asOf),
        lines,
        narrow(List.of(listed)),
        wide(List.of(listed)),
        Problems.entityTag(mirror));
  }

  private static Json.Builder shown(String clusterId, ListedMirror listed) {
    var shown = Problems.shown(clusterId, listed.mirror()).put("state", listed.state().label());
    return listed.state() == MirrorState.PENDING ? shown.put("id", Json.Null.NULL) : shown;
  }

  private static String none(ClusterKey cluster, @Nullable String source) {
    return source == null
        ? "No image mirrors found for cluster '" + cluster + "'"
        : "No image mirror with source '%s' found for cluster '%s'".formatted(source, cluster);
  }

  /// A mirror with the members of `rosa list image-mirrors -o json`, in the same order, and with
  /// the time of the records that it is from.
  private static Json rosas(String clusterId, ImageMirror mirror, @Nullable Instant asOf) {
    var time = asOf == null ? null : asOf.toString();
    var ours = MirrorJson.write(mirror).build();
    if (mirror.id().isEmpty()) {
      return Json.object()
          .put("kind", ours.at("kind"))
          .put("id", Json.Null.NULL)
          .put("mirrors", ours.at("mirrors"))
          .put("source", mirror.source())
          .put("type", ours.at("type"))
          .putPresent("as_of", time)
          .build();
    }
    return Json.object()
        .put("kind", ours.at("kind"))
        .put("id", mirror.id())
        .put(
            "href", "/api/clusters_mgmt/v1/clusters/" + clusterId + "/image_mirrors/" + mirror.id())
        .putPresent("creation_timestamp", seconds(mirror.created()))
        .putPresent("last_update_timestamp", seconds(mirror.updated()))
        .put("mirrors", ours.at("mirrors"))
        .put("source", mirror.source())
        .put("type", ours.at("type"))
        .putPresent("as_of", time)
        .build();
  }

  private static @Nullable String seconds(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Table narrow(List<ListedMirror> listed) {
    return new Table(
        List.of("ID", "TYPE", "SOURCE", "MIRRORS"),
        listed.stream().map(each -> cells(each.mirror())).toList());
  }

  private static Table wide(List<ListedMirror> listed) {
    return new Table(
        List.of("ID", "TYPE", "SOURCE", "MIRRORS", "STATE", "UPDATED"),
        listed.stream()
            .map(each -> {
              var cells = cells(each.mirror());
              return List.of(
                  cells.get(0),
                  cells.get(1),
                  cells.get(2),
                  cells.get(3),
                  each.state().label(),
                  updated(each.mirror()));
            })
            .toList());
  }

  private static String updated(ImageMirror mirror) {
    var updated = seconds(mirror.updated());
    return updated == null ? "-" : updated;
  }

  private static List<String> cells(ImageMirror mirror) {
    return List.of(
        mirror.id().isEmpty() ? "-" : mirror.id(),
        ImageMirror.TYPE,
        mirror.source(),
        String.join(", ", mirror.mirrors()));
  }
}
