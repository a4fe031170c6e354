package dev.imagemirrors.local.aws;

/// An error reply of a service: the status, the error code that clients map to an exception, and
/// the message.
public final class AwsFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public AwsFault(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    var message = getMessage();
    return message == null ? code : message;
  }
}
