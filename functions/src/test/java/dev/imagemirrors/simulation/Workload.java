package dev.imagemirrors.simulation;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Generates requests for a few sources, so that callers collide.
final class Workload {
  static final List<String> SOURCES = List.of("quay.io/a", "quay.io/a/b", "registry");

  private static final List<String> MIRRORS =
      List.of("m.example.com/a", "n.example.com", "o.example.com/p/q");

  /// It requires confirmation, since it has no host.
  private static final String HARMFUL = "o/p/q";

  private final FaultInjector faults;
  private final OcmClusters ocm;
  private final List<String> clusters;

  Workload(FaultInjector faults, OcmClusters ocm) {
    this.faults = faults;
    this.ocm = ocm;
    this.clusters = ocm.all().stream().map(OcmClusters.State::name).toList();
  }

  /// The name of a cluster, which may have been deleted.
  String cluster() {
    return faults.pick(clusters);
  }

  /// A write of any kind, to any cluster.
  SimulatedRequest any(String reason, @Nullable String key) {
    var function =
        faults.pick(
            List.of(
                DeployedFunction.CREATE,
                DeployedFunction.CREATE,
                DeployedFunction.CREATE,
                DeployedFunction.EDIT,
                DeployedFunction.EDIT,
                DeployedFunction.DELETE,
                DeployedFunction.APPLY));
    var cluster = cluster();
    return new SimulatedRequest(
        reason, reason, function, cluster, fields(function, cluster), key, null);
  }

  /// A confirmed write that does not wait until its cluster is ready.
  SimulatedRequest confirmed(String cluster, String reason, @Nullable String key) {
    var function =
        faults.pick(
            List.of(
                DeployedFunction.CREATE,
                DeployedFunction.CREATE,
                DeployedFunction.EDIT,
                DeployedFunction.DELETE));
    var fields = Json.object().put("yes", Json.of(true));
    if (function == DeployedFunction.CREATE) {
      fields.put("source", faults.pick(SOURCES));
    } else {
      fields.put("id", faults.pick(SOURCES));
    }
    if (function != DeployedFunction.DELETE) {
      fields.put("mirrors", Json.strings(List.of(faults.pick(MIRRORS))));
    }
    return new SimulatedRequest(reason, reason, function, cluster, fields.build(), key, null);
  }

  /// A write of an OCM client, which addresses mirrors only by their IDs.
  SimulatedRequest ofClient(String user, String reason) {
    var function =
        faults.pick(
            List.of(
                DeployedFunction.CREATE,
                DeployedFunction.CREATE,
                DeployedFunction.CREATE,
                DeployedFunction.EDIT,
                DeployedFunction.EDIT,
                DeployedFunction.DELETE));
    var cluster = cluster();
    var fields = Json.object();
    if (function == DeployedFunction.CREATE) {
      fields.put("type", "digest").put("source", faults.pick(SOURCES));
    } else {
      var there = there(cluster);
      fields.put("id", there.isEmpty() ? "mirror-none" : faults.pick(there).id());
    }
    if (function != DeployedFunction.DELETE) {
      fields.put("mirrors", mirrors());
    }
    return new SimulatedRequest(reason, reason, function, cluster, fields.build(), null, user);
  }

  String idOf(String cluster) {
    return ocm.idOf(cluster);
  }

  /// Other fields for the same kind of write, under the same key.
  SimulatedRequest withOtherFields(SimulatedRequest before, String reason) {
    return before.withOtherFields(fields(before.function(), before.cluster()), reason);
  }

  private Json.Members fields(DeployedFunction function, String cluster) {
    var fields = Json.object();
    switch (function) {
      case CREATE -> fields.put("source", faults.pick(SOURCES)).put("mirrors", mirrors());
      case EDIT -> {
        fields.put("id", key(cluster)).put("mirrors", mirrors());
        version(fields, cluster);
      }
      case DELETE -> {
        fields.put("id", key(cluster)).put("yes", Json.of(faults.chance(0.9)));
        version(fields, cluster);
      }
      default ->
          fields
              .put("image_mirrors", set())
              .put("exclusive", Json.of(faults.chance(0.3)))
              .put("yes", Json.of(faults.chance(0.9)));
    }
    return fields.put("defer_until_ready", Json.of(faults.chance(0.4))).build();
  }

  private Json mirrors() {
    var first = faults.below(MIRRORS.size());
    var list = new ArrayList<>(MIRRORS.subList(first, MIRRORS.size()));
    if (faults.chance(0.03)) {
      list.add(HARMFUL);
    }
    return Json.strings(faults.chance(0.2) ? list.reversed() : list);
  }

  private Json set() {
    var wanted = new ArrayList<Json>();
    for (var source : SOURCES) {
      if (faults.chance(0.6)) {
        wanted.add(Json.object().put("source", source).put("mirrors", mirrors()).build());
      }
    }
    return new Json.Items(wanted);
  }

  /// The ID or source of an existing mirror, or any source.
  private String key(String cluster) {
    var there = there(cluster);
    if (there.isEmpty() || faults.chance(0.2)) {
      return faults.pick(SOURCES);
    }
    var one = faults.pick(there);
    return faults.chance(0.5) ? one.source() : one.id();
  }

  private List<ImageMirror> there(String cluster) {
    return ocm.byId(ocm.idOf(cluster)).map(OcmClusters.State::mirrors).orElse(List.of());
  }

  private void version(Json.Builder fields, String cluster) {
    var there = there(cluster);
    if (!there.isEmpty() && faults.chance(0.15)) {
      fields.put("version", faults.pick(there).version());
    }
  }
}
