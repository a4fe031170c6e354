package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ROSA cluster, as far as image mirrors need it.
///
/// @param hosted whether it has a hosted control plane
/// @param blockedRegistries the registries that its nodes never pull from: hosts, paths below
///   hosts, or `*.host`; empty when unknown
public record Cluster(
    String id,
    String name,
    @Nullable String externalId,
    String state,
    boolean hosted,
    @Nullable String region,
    List<String> blockedRegistries) {
  public Cluster {
    blockedRegistries = List.copyOf(blockedRegistries);
  }

  /// A cluster without blocked registries, or whose blocked registries are unknown.
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

  /// The entry of the blocked registries that includes a registry, a repository or an image.
  public Optional<String> blocks(String location) {
    return blockedRegistries.stream()
        .filter(entry -> new Scope(entry).takesIn(location))
        .findFirst();
  }
}
