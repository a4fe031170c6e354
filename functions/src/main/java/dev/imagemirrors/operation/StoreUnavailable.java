package dev.imagemirrors.operation;

/// The store did not answer in time. The call may have taken effect.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(Throwable cause) {
    super("the store is unavailable: " + cause.getMessage(), cause);
  }
}
