package dev.imagemirrors.operation;

/// The bus could not take an event now; it may take it later.
public final class BusUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusUnavailable(String reason) {
    super(reason);
  }
}
