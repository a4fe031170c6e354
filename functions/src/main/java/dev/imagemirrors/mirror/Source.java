package dev.imagemirrors.mirror;

/// What is mirrored: a registry, a repository or a part of one, or `*.host`, as image references
/// begin with it.
public record Source(String value) {
  public Source {
    Location.check("source", value, true);
  }

  @Override
  public String toString() {
    return value;
  }
}
