package dev.imagemirrors.mirror;

/// The registry, repository, part of a repository, or `*.host` that is mirrored: a prefix of image
/// references.
public final class Source {
  private final String value;

  /// @throws InvalidField when the value is not valid
  public Source(String value) {
    this(value, true);
  }

  private Source(String value, boolean isChecked) {
    if (isChecked) {
      Location.check("source", value, true);
    }
    this.value = value;
  }

  /// An unchecked value, for a request that only OCM may refuse.
  public static Source asSent(String value) {
    return new Source(value, false);
  }

  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that && value.equals(that.value);
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
