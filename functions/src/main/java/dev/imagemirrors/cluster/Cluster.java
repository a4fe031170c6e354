package dev.imagemirrors.cluster;

import org.jspecify.annotations.Nullable;

/// A ROSA cluster, as far as image mirrors are concerned with it.
///
/// @param hosted whether it has a hosted control plane
public record Cluster(
    String id,
    String name,
    @Nullable String externalId,
    String state,
    boolean hosted,
    @Nullable String region) {
  public boolean isNamed(ClusterKey key) {
    return key.value().equals(id) || key.value().equals(name) || key.value().equals(externalId);
  }
}
