package dev.imagemirrors.text;

import java.util.stream.Collectors;

/// Shortens and escapes text. Lengths are in code points, so that no surrogate pair is split: half
/// of one cannot be encoded, and a stored value that contains one cannot be read again.
public final class Text {
  private static final String ELLIPSIS = "…";

  private Text() {}

  /// The text with at most `longest` code points. A longer one ends with an ellipsis, which is
  /// counted.
  public static String shortened(String text, int longest) {
    return isLonger(text, longest) ? start(text, longest - 1) + ELLIPSIS : text;
  }

  /// The first `length` code points, for a name whose format does not allow an ellipsis.
  public static String start(String text, int length) {
    return isLonger(text, length) ? text.substring(0, text.offsetByCodePoints(0, length)) : text;
  }

  private static boolean isLonger(String text, int codePoints) {
    // The count is needed only where it can differ from the number of chars.
    return text.length() > codePoints && text.codePointCount(0, text.length()) > codePoints;
  }

  /// The text with the replacement character U+FFFD in place of each unpaired surrogate, which no
  /// encoding can hold.
  public static String wellFormed(String text) {
    return text.codePoints().noneMatch(Text::isUnpaired)
        ? text
        : text.codePoints()
            .map(c -> isUnpaired(c) ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isUnpaired(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /// A number with its noun, as in `1 cluster` and `2 clusters`.
  public static String counted(long number, String noun) {
    return counted(number, noun, noun + "s");
  }

  public static String counted(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /// The text in one line, without characters that move the cursor, or reorder or hide other text.
  /// Control, format and bidirectional characters, line separators and unpaired surrogates are
  /// escaped: as `\n`, `\r` or `\t`, or with their code point, as in `\\u{1b}`. Backslashes are
  /// kept, so escaping twice changes nothing.
  public static String printable(String text) {
    return text.codePoints().allMatch(Text::isPrintable) ? text : escaped(text);
  }

  /// A character for a person who may not see it: itself where it can be printed, its code point
  /// and its Unicode name, as in `'“' (U+201C LEFT DOUBLE QUOTATION MARK)`.
  public static String named(int c) {
    var name = Character.getName(c);
    var code = "U+%04X%s".formatted(c, name == null ? "" : " " + name);
    return isPrintable(c) && !Character.isSpaceChar(c)
        ? "'" + Character.toString(c) + "' (" + code + ")"
        : code;
  }

  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(c -> isPrintable(c) ? Character.toString(c) : escape(c))
        .collect(Collectors.joining());
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u{" + Integer.toHexString(c) + "}";
    };
  }

  /// Whether a character neither moves the cursor, nor reorders or hides other text.
  public static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
