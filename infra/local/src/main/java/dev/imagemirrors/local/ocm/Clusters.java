package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The clusters of the service, by ID.
final class Clusters {
  private final InstantSource clock;
  private final Map<String, Cluster> byId = new ConcurrentSkipListMap<>();

  private Clusters(InstantSource clock) {
    this.clock = clock;
  }

  static Clusters of(List<ObjectNode> documents, InstantSource clock) {
    var clusters = new Clusters(clock);
    documents.forEach(clusters::add);
    return clusters;
  }

  /// The clusters that [#toStore] wrote.
  static Clusters stored(ObjectNode stored, InstantSource clock) {
    var clusters = new Clusters(clock);
    for (var each : stored.path("clusters")) {
      if (!(each.path("document") instanceof ObjectNode document) || !document.has("id")) {
        throw new IllegalArgumentException("a cluster has no document");
      }
      var cluster = clusters.add(document);
      each.path("image_mirrors")
          .forEach(mirror -> cluster.restore(ImageMirror.stored(cluster.id(), mirror)));
    }
    return clusters;
  }

  ObjectNode toStore() {
    return Json.object().set("clusters", Json.array(all().stream().map(Cluster::toStore).toList()));
  }

  Collection<Cluster> all() {
    return byId.values();
  }

  Cluster cluster(String id) {
    return Optional.ofNullable(byId.get(id))
        .orElseThrow(() -> Refused.notFound("Cluster '" + id + "' not found"));
  }

  /// Changes the cluster with that ID or name by a merge-patch (RFC 7386). Creates a ready, hosted
  /// cluster first if there is none.
  synchronized Cluster patch(String key, ObjectNode patch) {
    Optional<Cluster> known =
        Optional.ofNullable(byId.get(key))
            .or(() -> all().stream().filter(cluster -> cluster.name().equals(key)).findFirst());
    ObjectNode before = known.map(Cluster::json).orElseGet(() -> ClusterDocuments.made(key));
    ObjectNode after = ClusterDocuments.patched(before, patch);
    known.ifPresent(cluster -> cluster.become(after));
    return known.orElseGet(() -> add(after));
  }

  private Cluster add(ObjectNode document) {
    var cluster = new Cluster(document, clock);
    byId.put(cluster.id(), cluster);
    return cluster;
  }

  JsonNode state(CallCounter counter) {
    return Json.array(
        all().stream()
            .map(cluster ->
                cluster.state().put("max_writes_in_flight", counter.mostWrites(cluster.id())))
            .toList());
  }
}
