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

  /// DynamoDB's numbers:
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  private static final int MOST_DIGITS = 38;

  private static final int LARGEST_EXPONENT = 125;
  private static final int SMALLEST_EXPONENT = -130;

  /// The position after an entry.
  public static Checkpoint at(Head head) {
    return head.number() == 0
        ? START
        : new Checkpoint(BigDecimal.valueOf(head.number()), head.hash(), 0);
  }

  public static Optional<Checkpoint> parse(String text) {
    var parts = text.length() > LONGEST ? new String[0] : text.split(":", -1);
    if ((parts.length != 2 && parts.length != 3) || !Head.isHash(parts[1])) {
      return Optional.empty();
    }
    try {
      var read = new BigDecimal(parts[0]);
      var faults = parts.length == 2 ? 0 : Long.parseLong(parts[2]);
      return faults < 0 || !isPlain(parts[0]) || !canBeStored(read)
          ? Optional.empty()
          : Optional.of(new Checkpoint(read, parts[1], faults));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// A checkpoint is written without an exponent.
  private static boolean isPlain(String number) {
    return number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
  }

  /// Whether the number can be the sort key of an item. The store refuses any other.
  private static boolean canBeStored(BigDecimal number) {
    var digits = number.stripTrailingZeros();
    var exponent = (long) digits.precision() - digits.scale() - 1;
    return digits.signum() == 0
        || (digits.precision() <= MOST_DIGITS
            && exponent <= LARGEST_EXPONENT
            && exponent >= SMALLEST_EXPONENT);
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
