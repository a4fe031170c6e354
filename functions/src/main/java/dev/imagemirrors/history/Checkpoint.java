package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A position from which the check of a history continues: the last number that was read, the hash
/// that the next entry must contain, and the number of faults so far. As text, `NUMBER:HASH`, and
/// with faults `NUMBER:HASH:FAULTS`.
///
/// @param read null before the first entry
public record Checkpoint(@Nullable BigDecimal read, String hash, long faults) {
  public static final Checkpoint START = new Checkpoint(null, Head.START.hash(), 0);

  /// More than any entry number; the store sorts by numbers of any size.
  private static final BigDecimal MOST = BigDecimal.TEN.pow(15);

  private static final int LONGEST = 300;

  public static Optional<Checkpoint> parse(String text) {
    var parts = text.length() > LONGEST ? new String[0] : text.split(":", -1);
    if ((parts.length != 2 && parts.length != 3) || !Head.isHash(parts[1])) {
      return Optional.empty();
    }
    try {
      var read = new BigDecimal(parts[0]);
      var faults = parts.length == 2 ? 0 : Long.parseLong(parts[2]);
      return faults < 0 || read.precision() + Math.abs((long) read.scale()) > LONGEST
          ? Optional.empty()
          : Optional.of(new Checkpoint(read, parts[1], faults));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// The entry that the next one must refer to.
  Head last() {
    return read == null ? Head.START : new Head(entryUpTo(read), hash);
  }

  /// The greatest valid entry number up to this one.
  static long entryUpTo(BigDecimal number) {
    return number.max(BigDecimal.ZERO).min(MOST).longValue();
  }

  /// `NUMBER:HASH`, and with faults `NUMBER:HASH:FAULTS`.
  public String text() {
    var number = read == null ? "0" : read.toPlainString();
    return number + ":" + hash + (faults == 0 ? "" : ":" + faults);
  }
}
