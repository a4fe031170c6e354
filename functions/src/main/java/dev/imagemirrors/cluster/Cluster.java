package dev.imagemirrors.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ROSA cluster, as far as image mirrors are concerned with it.
///
/// @param hosted whether it has a hosted control plane
/// @param blocked registries that its nodes pull nothing from
public record Cluster(
    String id,
    String name,
    @Nullable String externalId,
    String state,
    boolean hosted,
    @Nullable String region,
    List<String> blocked) {
  public Cluster {
    blocked = List.copyOf(blocked);
  }

  /// A cluster that blocks no registry.
  public Cluster(
      String id,
      String name,
      @Nullable String externalId,
      String state,
      boolean hosted,
      @Nullable String region) {
    this(id, name, externalId, state, hosted, region, List.of());
  }

  public boolean isNamed(ClusterKey key) {
    return key.value().equals(id) || key.value().equals(name) || key.value().equals(externalId);
  }
}
