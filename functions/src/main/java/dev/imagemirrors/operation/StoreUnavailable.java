package dev.imagemirrors.operation;

/// The store did not answer, or not in time. What it was asked to do may have been done.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(Throwable cause) {
    super("the store is not available: " + cause.getMessage(), cause);
  }
}
