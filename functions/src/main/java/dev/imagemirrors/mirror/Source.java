package dev.imagemirrors.mirror;

/// The registry, repository, part of a repository, or `*.host` that is mirrored: a prefix of image
/// references.
public record Source(String value) {
  public Source {
    Location.check("source", value, true);
  }

  @Override
  public String toString() {
    return value;
  }
}
