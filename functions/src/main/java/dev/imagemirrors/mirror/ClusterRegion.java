package dev.imagemirrors.mirror;

import org.jspecify.annotations.Nullable;

/// The placeholder `{cluster_region}` in a mirror. It stands for the region of the cluster, which
/// is known only after the request was read.
final class ClusterRegion {
  private static final String PLACEHOLDER = "{cluster_region}";

  /// A region to check the format of the rest with.
  private static final String ANY = "us-east-1";

  private ClusterRegion() {}

  static boolean isIn(String location) {
    return location.contains(PLACEHOLDER);
  }

  static String replacedByAny(String location) {
    return location.replace(PLACEHOLDER, ANY);
  }

  /// @throws InvalidField when the region is not known
  static String replaced(String field, String location, @Nullable String region) {
    if (region == null) {
      throw new InvalidField(
          field, "contains '" + PLACEHOLDER + "', but OCM gives no region for the cluster");
    }
    return location.replace(PLACEHOLDER, region);
  }
}
