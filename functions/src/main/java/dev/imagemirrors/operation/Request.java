package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import org.jspecify.annotations.Nullable;

/// A request to write, before the cluster is known.
///
/// @param reason free text from the caller for the history
/// @param region the region whose stack it belongs to
/// @param deferred whether it waits for a cluster that is not ready yet
public record Request(
    ClusterKey cluster,
    Write write,
    Actor actor,
    @Nullable String reason,
    String region,
    @Nullable String profile,
    boolean deferred,
    @Nullable IdempotencyKey key) {
  /// The same request, by another actor.
  public Request by(Actor other) {
    return new Request(cluster, write, other, reason, region, profile, deferred, key);
  }

  /// The same request for this cluster, whose region is in the mirrors. Values of the
  /// OCM-compatible API stay as they were sent.
  ///
  /// @throws dev.imagemirrors.mirror.InvalidField when a mirror needs a region that is not known
  public Request on(Cluster found) {
    var forCluster = isCallerBound() ? write : write.in(found.region());
    return new Request(cluster, forCluster, actor, reason, region, profile, deferred, key);
  }

  /// Whether it is sent with its caller's own token. The token is not stored, so only the request
  /// itself can send it.
  public boolean isCallerBound() {
    return actor.via() == Actor.Via.OCM;
  }
}
