package dev.imagemirrors.bench;

/// A function did not reply, or replied with an error.
final class FunctionFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailed(String message) {
    super(message);
  }
}
