package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One accepted write: what was asked, for which cluster, by whom, and from where.
///
/// @param clusterKey the cluster as the caller named it
/// @param reason the caller's own words for the history
/// @param region the region whose stack it belongs to
public record Operation(
    String id,
    String clusterId,
    ClusterKey clusterKey,
    Write write,
    Actor actor,
    Instant accepted,
    @Nullable String reason,
    String region,
    @Nullable String profile) {}
