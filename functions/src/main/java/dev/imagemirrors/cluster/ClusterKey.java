package dev.imagemirrors.cluster;

import dev.imagemirrors.mirror.InvalidField;

/// The name, ID or external ID by which a caller names a cluster.
///
/// Only letters, digits, underscores and dashes: the key is quoted in a search expression.
public record ClusterKey(String value) {
  public static final int MAX_LENGTH = 255;

  public ClusterKey {
    var good = !value.isEmpty() && value.length() <= MAX_LENGTH;
    if (!good || !value.chars().allMatch(ClusterKey::allowed)) {
      throw new InvalidField(
          "cluster",
          "must be a cluster's name, ID or external ID: letters, digits, '_' and '-', at most "
              + MAX_LENGTH);
    }
  }

  private static boolean allowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  @Override
  public String toString() {
    return value;
  }
}
