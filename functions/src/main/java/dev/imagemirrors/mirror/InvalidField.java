package dev.imagemirrors.mirror;

/// A value from outside that breaks a rule, with the field it stands in and the reason.
///
/// Constructors throw it, so that nothing half-built exists; the event package collects every one
/// of an event and answers them together, as its `InvalidInput`.
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
