package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;

/// The ports that operations use: OCM, the stores, the queue and telemetry.
public record Ports(
    Clusters clusters,
    ClusterMirrors mirrors,
    Lanes lanes,
    Operations operations,
    Records records,
    Queue queue,
    Telemetry telemetry) {
  /// The same ports, with OCM reached with other credentials.
  public Ports withOcm(Clusters otherClusters, ClusterMirrors otherMirrors) {
    return new Ports(otherClusters, otherMirrors, lanes, operations, records, queue, telemetry);
  }

  public ClusterLookup clusterLookup() {
    return new ClusterLookup(clusters, records, telemetry);
  }
}
