package dev.imagemirrors.operation;

/// The store refuses a write for good, because of its size or its content. No retry can help.
public final class Unstorable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unstorable(String reason) {
    super(reason);
  }

  public Unstorable(String reason, Throwable cause) {
    super(reason, cause);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
