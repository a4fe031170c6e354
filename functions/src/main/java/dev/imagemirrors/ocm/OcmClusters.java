package dev.imagemirrors.ocm;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.RegistryLists;
import dev.imagemirrors.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The clusters in OCM.
final class OcmClusters implements Clusters {
  private final OcmHttp http;

  OcmClusters(OcmHttp http) {
    this.http = http;
  }

  @Override
  public Answer<Matches> find(ClusterKey key) {
    var reply = http.read("", Map.of("page", "1", "size", "2", "search", Search.cluster(key)));
    return OcmAnswers.of(OcmCall.FIND_CLUSTER, reply, OcmClusters::matches);
  }

  @Override
  public Answer<Cluster> read(String clusterId) {
    var reply = http.read("/" + OcmHttp.segment(clusterId), Map.of());
    return OcmAnswers.of(OcmCall.READ_CLUSTER, reply, OcmClusters::cluster);
  }

  @Override
  public Answer<List<Cluster>> read(List<String> clusterIds) {
    var size = Integer.toString(clusterIds.size());
    var reply =
        http.read("", Map.of("page", "1", "size", size, "search", Search.clusters(clusterIds)));
    return OcmAnswers.of(OcmCall.FIND_CLUSTER, reply, OcmClusters::matches)
        .then(done -> new Answer.Done<>(done.value().clusters(), done.operationId()));
  }

  private static @Nullable Matches matches(Json body) {
    var total = (int) body.at("total").asLong(-1);
    var clusters = new ArrayList<Cluster>();
    for (var item : body.at("items").items()) {
      var cluster = cluster(item);
      if (cluster == null) {
        return null;
      }
      clusters.add(cluster);
    }
    return total < clusters.size() || (total > 0 && clusters.isEmpty())
        ? null
        : new Matches(total, clusters);
  }

  private static @Nullable Cluster cluster(Json json) {
    var id = json.at("id").asText();
    var name = json.at("name").asText();
    var state = json.at("state").asText();
    if (state == null) {
      state = json.at("status").at("state").asText();
    }
    return id == null || name == null || state == null
        ? null
        : new Cluster(
            id,
            name,
            json.at("external_id").asText(),
            state,
            json.at("hypershift").at("enabled").equals(Json.of(true)),
            json.at("region").at("id").asText(),
            registries(json.at("registry_config")));
  }

  /// Where nodes allow only some registries, the platform's own list is allowed too.
  private static RegistryLists registries(Json config) {
    var sources = config.at("registry_sources");
    var allowed = new ArrayList<>(texts(sources.at("allowed_registries")));
    if (!allowed.isEmpty()) {
      allowed.addAll(texts(config.at("platform_allowlist").at("registries")));
    }
    return new RegistryLists(
        allowed, texts(sources.at("blocked_registries")), texts(sources.at("insecure_registries")));
  }

  private static List<String> texts(Json list) {
    return list.items().stream().flatMap(entry -> Stream.ofNullable(entry.asText())).toList();
  }
}
