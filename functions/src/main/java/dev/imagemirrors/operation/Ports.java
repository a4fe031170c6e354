package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;

/// What operations work with: OCM, the store, the queue and telemetry.
public record Ports(
    Clusters clusters,
    ClusterMirrors mirrors,
    Lanes lanes,
    Operations operations,
    Records records,
    Queue queue,
    Telemetry telemetry) {
  /// The same, but for OCM, which is reached with somebody else's rights.
  public Ports reaching(Clusters others, ClusterMirrors theirs) {
    return new Ports(others, theirs, lanes, operations, records, queue, telemetry);
  }

  public ClusterLookup clusterLookup() {
    return new ClusterLookup(clusters, records, telemetry);
  }
}
