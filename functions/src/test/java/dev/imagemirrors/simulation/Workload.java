package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What callers may ask for: of few sources, so that they are in each other's way.
final class Workload {
  static final List<String> SOURCES = List.of("quay.io/a", "quay.io/a/b", "registry");

  private static final List<String> MIRRORS = List.of("m.example.com/a", "n.example.com", "o/p/q");

  private final Chaos chaos;
  private final OcmClusters ocm;
  private final List<String> clusters;

  Workload(Chaos chaos, OcmClusters ocm) {
    this.chaos = chaos;
    this.ocm = ocm;
    this.clusters = ocm.all().stream().map(OcmClusters.State::name).toList();
  }

  /// The name of any cluster that there is, or was.
  String cluster() {
    return chaos.oneOf(clusters);
  }

  /// A wish of any kind, on any cluster.
  Asked any(String reason, @Nullable String key) {
    var function =
        chaos.oneOf(
            List.of(
                Deployed.CREATE,
                Deployed.CREATE,
                Deployed.CREATE,
                Deployed.EDIT,
                Deployed.EDIT,
                Deployed.DELETE,
                Deployed.APPLY));
    var cluster = cluster();
    return new Asked(reason, reason, function, cluster, fields(function, cluster), key, null);
  }

  /// What a client of OCM may wish: it knows mirrors by their IDs alone.
  Asked ofClient(String user, String reason) {
    var function =
        chaos.oneOf(
            List.of(
                Deployed.CREATE,
                Deployed.CREATE,
                Deployed.CREATE,
                Deployed.EDIT,
                Deployed.EDIT,
                Deployed.DELETE));
    var cluster = cluster();
    var fields = Json.object();
    if (function == Deployed.CREATE) {
      fields.put("type", "digest").put("source", chaos.oneOf(SOURCES));
    } else {
      var there = there(cluster);
      fields.put("id", there.isEmpty() ? "mirror-none" : chaos.oneOf(there).id());
    }
    if (function != Deployed.DELETE) {
      fields.put("mirrors", mirrors());
    }
    return new Asked(reason, reason, function, cluster, fields.build(), null, user);
  }

  String idOf(String cluster) {
    return ocm.idOf(cluster);
  }

  /// Something else of the same kind, under the same key.
  Asked instead(Asked before, String reason) {
    return before.instead(fields(before.function(), before.cluster()), reason);
  }

  private Json.Members fields(Deployed function, String cluster) {
    var fields = Json.object();
    switch (function) {
      case CREATE -> fields.put("source", chaos.oneOf(SOURCES)).put("mirrors", mirrors());
      case EDIT -> {
        fields.put("id", key(cluster)).put("mirrors", mirrors());
        version(fields, cluster);
      }
      case DELETE -> {
        fields.put("id", key(cluster)).put("yes", Json.of(chaos.maybe(0.9)));
        version(fields, cluster);
      }
      default ->
          fields
              .put("image_mirrors", set())
              .put("exclusive", Json.of(chaos.maybe(0.3)))
              .put("yes", Json.of(chaos.maybe(0.9)));
    }
    return fields.put("defer_until_ready", Json.of(chaos.maybe(0.4))).build();
  }

  private Json mirrors() {
    var first = chaos.below(MIRRORS.size());
    var list = new ArrayList<>(MIRRORS.subList(first, MIRRORS.size()));
    return Json.texts(chaos.maybe(0.2) ? list.reversed() : list);
  }

  private Json set() {
    var wanted = new ArrayList<Json>();
    for (var source : SOURCES) {
      if (chaos.maybe(0.6)) {
        wanted.add(Json.object().put("source", source).put("mirrors", mirrors()).build());
      }
    }
    return new Json.Items(wanted);
  }

  /// A mirror that is there by its ID, or any by its source.
  private String key(String cluster) {
    var there = there(cluster);
    if (there.isEmpty() || chaos.maybe(0.2)) {
      return chaos.oneOf(SOURCES);
    }
    var one = chaos.oneOf(there);
    return chaos.maybe(0.5) ? one.source() : one.id();
  }

  private List<ImageMirror> there(String cluster) {
    return ocm.byId(ocm.idOf(cluster)).map(OcmClusters.State::mirrors).orElse(List.of());
  }

  private void version(Json.Builder fields, String cluster) {
    var there = there(cluster);
    if (!there.isEmpty() && chaos.maybe(0.15)) {
      fields.put("version", chaos.oneOf(there).version());
    }
  }
}
