package dev.imagemirrors.bench;

/// A function that should have answered did not, or answered with an error.
final class FunctionFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailed(String message) {
    super(message);
  }
}
