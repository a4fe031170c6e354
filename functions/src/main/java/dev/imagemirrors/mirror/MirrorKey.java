package dev.imagemirrors.mirror;

/// The ID or the source by which a caller names an existing mirror.
public record MirrorKey(String value) {
  public MirrorKey {
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

  public static MirrorKey of(Source source) {
    return new MirrorKey(source.value());
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
    return value.length() <= 64
        && value
            .chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-');
  }
}
