package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import java.time.Instant;

/// One accepted write: its request, its cluster, and its deadline.
///
/// @param clusterId empty until the cluster is known
public record Operation(
    String id, String clusterId, Request request, Instant accepted, Instant deadline) {
  public static final String NO_CLUSTER = "";

  /// The operation on its cluster, once that is known.
  ///
  /// @throws dev.imagemirrors.mirror.InvalidField when a mirror needs a region that is not known
  public Operation on(Cluster cluster) {
    return new Operation(id, cluster.id(), request.on(cluster), accepted, deadline);
  }

  /// The time, or the deadline if that is earlier.
  public Instant orDeadline(Instant time) {
    return time.isBefore(deadline) ? time : deadline;
  }

  public Write write() {
    return request.write();
  }

  /// The cluster as the caller named it.
  public ClusterKey clusterKey() {
    return request.cluster();
  }
}
