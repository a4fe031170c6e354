package dev.imagemirrors.mirror;

import org.jspecify.annotations.Nullable;

/// The location of a mirror: a registry, or a repository in one.
public final class Registry {
  private final String value;

  /// @throws InvalidField when the value is not valid
  public Registry(String value) {
    this(value, true);
  }

  private Registry(String value, boolean isChecked) {
    if (isChecked) {
      Location.check("mirrors", value, false);
    }
    this.value = value;
  }

  /// An unchecked value, for a request that only OCM may refuse.
  public static Registry asSent(String value) {
    return new Registry(value, false);
  }

  /// An element of a list that a caller gives, in which `{cluster_region}` is allowed; the fault
  /// names its index.
  public static Registry givenAt(int index, String value) {
    var checked = at(index, ClusterRegion.replacedByAny(value));
    return ClusterRegion.isIn(value) ? asSent(value) : checked;
  }

  /// The location on a cluster in this region.
  Registry in(int index, @Nullable String region) {
    return ClusterRegion.isIn(value)
        ? at(index, ClusterRegion.replaced("mirrors[" + index + "]", value, region))
        : this;
  }

  /// An element of a list; the fault names its index.
  public static Registry at(int index, String value) {
    try {
      return new Registry(value);
    } catch (InvalidField fault) {
      throw new InvalidField("mirrors[" + index + "]", fault.reason());
    }
  }

  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Registry that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
