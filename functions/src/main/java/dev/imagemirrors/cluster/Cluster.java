package dev.imagemirrors.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ROSA cluster, as far as image mirrors need it.
///
/// @param hosted whether it has a hosted control plane
/// @param registries the lists that restrict its registries
public record Cluster(
    String id,
    String name,
    @Nullable String externalId,
    String state,
    boolean hosted,
    @Nullable String region,
    RegistryLists registries) {
  /// A cluster whose lists of registries are empty or unknown.
  public Cluster(
      String id,
      String name,
      @Nullable String externalId,
      String state,
      boolean hosted,
      @Nullable String region) {
    this(id, name, externalId, state, hosted, region, RegistryLists.NONE);
  }

  public boolean isNamed(ClusterKey key) {
    return key.value().equals(id) || key.value().equals(name) || key.value().equals(externalId);
  }

  /// The entry of the blocked registries that includes a registry, a repository or an image.
  public Optional<String> blocks(String location) {
    return registries.blocks(location);
  }
}
