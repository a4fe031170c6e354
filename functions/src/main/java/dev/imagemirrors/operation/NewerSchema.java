package dev.imagemirrors.operation;

/// Something that is stored, or queued, was written by a newer version of the functions. It is left
/// alone: this version cannot know what it means.
public final class NewerSchema extends RuntimeException {
  /// The schema version that this code writes, and the newest one that it reads. It covers stored
  /// items and queue messages alike.
  public static final int KNOWN = 1;

  private static final long serialVersionUID = 1L;

  private NewerSchema(String what, long version) {
    super(
        "%s was written by a newer version of the functions (schema %d; this version reads up to %d). Deploy that version, or a later one."
            .formatted(what, version, KNOWN));
  }

  /// Checks the version of something that was read.
  ///
  /// @param what names it at the start of the message
  /// @throws NewerSchema when the version is not known here
  public static void check(String what, long version) {
    if (version > KNOWN) {
      throw new NewerSchema(what, version);
    }
  }
}
