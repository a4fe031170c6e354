package dev.imagemirrors.mirror;

/// Where a mirror of a source is: a registry, or a repository in one.
public record Registry(String value) {
  public Registry {
    Location.check("mirrors", value, false);
  }

  /// One of a list, so that a fault names its place in it.
  public static Registry at(int index, String value) {
    try {
      return new Registry(value);
    } catch (InvalidField fault) {
      throw new InvalidField("mirrors[" + index + "]", fault.reason());
    }
  }
}
