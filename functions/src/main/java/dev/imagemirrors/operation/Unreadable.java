package dev.imagemirrors.operation;

/// A stored operation that cannot be read. No retry can help: the operation is to be ended, so that
/// it does not hold up the others on its cluster.
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operationId;
  private final String clusterId;

  /// @param clusterId empty when the operation has no cluster yet
  public Unreadable(String operationId, String clusterId, RuntimeException cause) {
    super("operation '" + operationId + "' cannot be read: " + cause.getMessage(), cause);
    this.operationId = operationId;
    this.clusterId = clusterId;
  }

  public String operationId() {
    return operationId;
  }

  public String clusterId() {
    return clusterId;
  }
}
