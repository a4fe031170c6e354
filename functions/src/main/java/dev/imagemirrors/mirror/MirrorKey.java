package dev.imagemirrors.mirror;

/// The ID or the source by which a caller names an existing mirror.
public final class MirrorKey {
  private final String value;

  /// @throws InvalidField when the value is neither an ID nor a source
  public MirrorKey(String value) {
    this(value, true);
  }

  private MirrorKey(String value, boolean isChecked) {
    if (isChecked) {
      check(value);
    }
    this.value = value;
  }

  /// The key of a mirror with this source, whose own rules are enough.
  public static MirrorKey of(Source source) {
    return new MirrorKey(source.value(), false);
  }

  private static void check(String value) {
    if (value.isBlank()) {
      throw new InvalidField("id", "Image mirror ID is required");
    }
    if (!isId(value)) {
      try {
        Location.check("id", value, true);
      } catch (InvalidField fault) {
        throw new InvalidField("id", "is neither an ID nor a source: " + fault.reason());
      }
    }
  }

  public String value() {
    return value;
  }

  /// Whether this can be an ID: letters, digits and dashes. A source with a single host label can
  /// look the same.
  public boolean canBeId() {
    return isId(value);
  }

  public boolean names(ImageMirror mirror) {
    return mirror.id().equals(value) || mirror.source().equals(value);
  }

  private static boolean isId(String value) {
    return !value.isEmpty()
        && value.length() <= 64
        && value
            .chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MirrorKey that && value.equals(that.value);
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
