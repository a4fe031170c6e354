package dev.imagemirrors.history;

import java.util.Optional;

/// The number and hash of the newest entry of a history; number 0 before the first. As text,
/// `NUMBER:HASH`.
public record Head(long number, String hash) {
  public static final Head START = new Head(0, "0".repeat(64));

  private static final int MOST_DIGITS = 18;

  /// Reads a head that a caller has kept.
  public static Optional<Head> parse(String text) {
    var colon = text.indexOf(':');
    if (colon < 1 || colon > MOST_DIGITS || !isHash(text.substring(colon + 1))) {
      return Optional.empty();
    }
    var digits = text.substring(0, colon);
    return digits.chars().allMatch(c -> c >= '0' && c <= '9') && digits.charAt(0) != '0'
        ? Optional.of(new Head(Long.parseLong(digits), text.substring(colon + 1)))
        : Optional.empty();
  }

  /// Whether the text is a SHA-256 in lower-case hexadecimal.
  static boolean isHash(String text) {
    return text.length() == START.hash().length()
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public String toString() {
    return number + ":" + hash;
  }
}
