package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.Scope;
import java.util.List;
import java.util.Optional;

/// The lists by which a cluster restricts registries. Their entries are hosts, paths below hosts,
/// or `*.host`.
///
/// @param allowed when not empty, nodes refuse all images that are in none of these
/// @param blocked nodes never pull from these
/// @param insecure nodes pull from these without TLS verification
public record RegistryLists(List<String> allowed, List<String> blocked, List<String> insecure) {
  /// No lists, or unknown ones.
  public static final RegistryLists NONE = new RegistryLists(List.of(), List.of(), List.of());

  public RegistryLists {
    allowed = List.copyOf(allowed);
    blocked = List.copyOf(blocked);
    insecure = List.copyOf(insecure);
  }

  public static RegistryLists blocking(String... blocked) {
    return new RegistryLists(List.of(), List.of(blocked), List.of());
  }

  public boolean isEmpty() {
    return allowed.isEmpty() && blocked.isEmpty() && insecure.isEmpty();
  }

  /// The blocked entry that includes a registry, a repository or an image.
  public Optional<String> blocks(String location) {
    return blocked.stream().filter(entry -> new Scope(entry).takesIn(location)).findFirst();
  }

  /// Whether no image of a repository, registry or `*.host` is allowed.
  ///
  /// The rules are those of the policy.json of nodes (containers/image
  /// `docker/policyconfiguration`): other than in registries.conf, `host` does not include
  /// `host:5000`.
  public boolean allowsNothingOf(String location) {
    return !allowed.isEmpty()
        && allowed.stream()
            .noneMatch(entry -> includes(entry, location) || includes(location, entry));
  }

  private static boolean includes(String scope, String location) {
    if (!scope.startsWith("*.")) {
      return location.equals(scope) || location.startsWith(scope + "/");
    }
    return location.split("/", 2)[0].endsWith(scope.substring(1));
  }
}
