package dev.imagemirrors.mirror;

/// An invalid input value, with its field and the reason.
///
/// Constructors throw it, so that every instance is valid; the event package collects all of an
/// event and answers them together.
public final class InvalidField extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  public InvalidField(String field, String reason) {
    super(field + ": " + reason, null, false, false);
    this.field = field;
    this.reason = reason;
  }

  public String field() {
    return field;
  }

  public String reason() {
    return reason;
  }
}
