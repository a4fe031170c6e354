package dev.imagemirrors.operation;

/// A write failed unexpectedly when its operation was, or may have been, stored: it may still be
/// run, or may have ended.
public final class PossiblyAccepted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operationId;
  private final RuntimeException failure;

  public PossiblyAccepted(String operationId, RuntimeException failure) {
    super(
        "operation '" + operationId + "' may have been accepted: " + failure.getMessage(), failure);
    this.operationId = operationId;
    this.failure = failure;
  }

  public String operationId() {
    return operationId;
  }

  public RuntimeException failure() {
    return failure;
  }
}
