package dev.imagemirrors.history;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A stored item is not an entry as the write path writes them: somebody has changed it.
public final class AlteredEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final BigDecimal number;

  public AlteredEntry(BigDecimal number, @Nullable Throwable cause) {
    super("history entry " + number.toPlainString() + " is not an entry", cause);
    this.number = number;
  }

  /// The number under which it is stored, which need not be an integer.
  public BigDecimal number() {
    return number;
  }
}
