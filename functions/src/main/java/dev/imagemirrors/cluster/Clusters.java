package dev.imagemirrors.cluster;

import java.util.List;
import java.util.Optional;

/// The clusters in OCM.
public interface Clusters {
  /// The clusters whose name, ID or external ID is the key. More than one is ambiguous.
  Answer<Matches> find(ClusterKey key);

  /// One cluster by its ID.
  Answer<Cluster> read(String clusterId);

  /// The existing ones of these clusters, in one call.
  Answer<List<Cluster>> read(List<String> clusterIds);

  /// The number of matching clusters, and the first of them.
  record Matches(int total, List<Cluster> clusters) {
    public Matches {
      clusters = List.copyOf(clusters);
    }

    /// The single match; empty when there is none, or more than one.
    public Optional<Cluster> one() {
      return total == 1 ? clusters.stream().findFirst() : Optional.empty();
    }
  }
}
