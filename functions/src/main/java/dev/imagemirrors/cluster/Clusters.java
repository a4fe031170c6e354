package dev.imagemirrors.cluster;

import java.util.List;

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
  }
}
