package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import org.jspecify.annotations.Nullable;

/// A write that is asked for, before the cluster is known.
///
/// @param reason the caller's own words for the history
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
  /// The same request, once it is known who makes it.
  public Request by(Actor known) {
    return new Request(cluster, write, known, reason, region, profile, deferred, key);
  }

  /// Whether it is sent with its caller's own token, and so within his request or by nobody: the
  /// token is not kept.
  public boolean isCallerBound() {
    return actor.via() == Actor.Via.OCM;
  }
}
