package dev.imagemirrors.cluster;

import java.util.List;
import java.util.Optional;

/// The clusters that OCM knows.
public interface Clusters {
  /// The clusters whose name, ID or external ID is the key. More than one is ambiguous.
  Answer<Matches> find(ClusterKey key);

  /// One cluster by its ID.
  Answer<Cluster> read(String clusterId);

  /// Those of these clusters that there are, in one call.
  Answer<List<Cluster>> read(List<String> clusterIds);

  /// How many there are in all, and the first of them.
  record Matches(int total, List<Cluster> clusters) {
    public Matches {
      clusters = List.copyOf(clusters);
    }

    /// The one that is meant; empty where there is none, or more than one.
    public Optional<Cluster> one() {
      return total == 1 ? clusters.stream().findFirst() : Optional.empty();
    }
  }
}
