package dev.imagemirrors.mirror;

import java.util.Set;

/// Repositories of Amazon ECR below a pull through cache rule, as far as their names show it: ECR
/// creates such a repository at the first pull.
final class PullThroughCache {
  /// The prefixes that the ECR console and its documentation suggest.
  private static final Set<String> PREFIXES =
      Set.of(
          "docker-hub",
          "ecr-public",
          "quay",
          "kubernetes",
          "github",
          "gitlab",
          "azure",
          "chainguard");

  private PullThroughCache() {}

  /// Whether a mirror of a source is probably such a repository.
  static boolean is(String mirror, String source) {
    var parts = mirror.split("/", 3);
    return parts.length > 1
        && EcrRegion.of(mirror).isPresent()
        && (PREFIXES.contains(parts[1]) || parts[1].equals(source.split("/", 2)[0]));
  }
}
