package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.operation.Ports;

/// The operation that an invocation sends with its caller's token, and OCM with that token.
record CallerSession(String operationId, Clusters clusters, ClusterMirrors mirrors) {
  /// Whether this invocation can send the operation.
  boolean isFor(String id) {
    return operationId.equals(id);
  }

  Ports within(Ports ports) {
    return ports.withOcm(clusters, mirrors);
  }
}
