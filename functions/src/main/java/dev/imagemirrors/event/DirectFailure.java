package dev.imagemirrors.event;

/// A problem as a direct invocation meets it: Lambda sends the name of the class as `errorType` and
/// the detail as `errorMessage`. There is no stack trace, which would tell a caller of our code and
/// nothing of the problem.
public abstract class DirectFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectFailure(String detail) {
    super(detail, null, false, false);
  }
}
