package dev.imagemirrors.mirror;

/// The location of a mirror: a registry, or a repository in one.
public record Registry(String value) {
  public Registry {
    Location.check("mirrors", value, false);
  }

  /// An element of a list; the fault names its index.
  public static Registry at(int index, String value) {
    try {
      return new Registry(value);
    } catch (InvalidField fault) {
      throw new InvalidField("mirrors[" + index + "]", fault.reason());
    }
  }
}
