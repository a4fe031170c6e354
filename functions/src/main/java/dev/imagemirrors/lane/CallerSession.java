package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.operation.Ports;

/// The one operation that an invocation sends with its caller's own rights, and OCM as that caller
/// reaches it.
record CallerSession(String operationId, Clusters clusters, ClusterMirrors mirrors) {
  /// Whether this invocation has the rights to send the operation.
  boolean isOf(String id) {
    return operationId.equals(id);
  }

  Ports within(Ports ports) {
    return ports.reaching(clusters, mirrors);
  }
}
