package dev.imagemirrors.local.ocm;

/// A rejected call: the HTTP status, and the reason in the wording of the service.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  Refused(int status, String reason) {
    super(status + ": " + reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  static Refused badRequest(String reason) {
    return new Refused(400, reason);
  }

  static Refused unauthorized(String reason) {
    return new Refused(401, reason);
  }

  static Refused notFound(String reason) {
    return new Refused(404, reason);
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
