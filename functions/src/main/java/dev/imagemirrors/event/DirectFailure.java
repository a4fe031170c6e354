package dev.imagemirrors.event;

import dev.imagemirrors.text.Text;

/// The exception by which a direct invocation reports a problem: Lambda sends the class name as
/// `errorType` and the detail as `errorMessage`. It has no stack trace, since a caller has no use
/// for one.
public abstract class DirectFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectFailure(String detail) {
    super(Text.printable(detail), null, false, false);
  }
}
