package dev.imagemirrors.json;

/// A text that is not the JSON it should be; the message reads on after the name of what was read.
public final class JsonFault extends Exception {
  private static final long serialVersionUID = 1L;

  public JsonFault(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
