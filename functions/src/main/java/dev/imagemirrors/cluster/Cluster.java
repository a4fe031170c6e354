package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ROSA cluster, as far as image mirrors are concerned with it.
///
/// @param hosted whether it has a hosted control plane
/// @param blockedRegistries what its nodes pull nothing from: hosts, paths below them, or `*.host`;
///   none where it is not known
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

  /// A cluster that blocks no registry, or of which that is not known.
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

  /// The entry of the blocked registries in which a registry, a repository or an image lies.
  public Optional<String> blocks(String location) {
    return blockedRegistries.stream()
        .filter(entry -> new Scope(entry).takesIn(location))
        .findFirst();
  }
}
