package dev.imagemirrors.document;

import dev.imagemirrors.text.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/// Texts and characters that look like YAML to a person, and are not.
final class OddText {
  private static final Pattern REGISTRIES_CONF =
      Pattern.compile("(?m)^[ \\t]*+(\\[\\[registry[\\].]|unqualified-search-registries[ \\t]*+=)");

  /// Spaces that are not the plain one, characters without a width, and typographic quotes.
  private static final Pattern CHARACTER =
      Pattern.compile(
          "[\\u00A0\\u00AD\\u1680\\u2000-\\u200F\\u2018-\\u201F\\u2028-\\u202F\\u205F-\\u2064\\u3000\\uFEFF]");

  private static final char MARK = '\uFEFF';
  private static final Pattern MARKS = Pattern.compile("(?m)^\\uFEFF++");

  private OddText() {}

  /// YAML allows a byte order mark before each document, and files that are joined have them there.
  static String withoutByteOrderMarks(String text) {
    return text.indexOf(MARK) < 0 ? text : MARKS.matcher(text).replaceAll("");
  }

  static boolean isRegistriesConf(String text) {
    return REGISTRIES_CONF.matcher(text).find();
  }

  /// The first character that was probably put in by a word processor, a chat or a web page, with
  /// its place. A byte order mark at the beginning of a line is allowed.
  static Optional<String> character(String text) {
    var plain = withoutByteOrderMarks(text);
    var found = CHARACTER.matcher(plain);
    return found.find() ? Optional.of(sentence(plain, found.start())) : Optional.empty();
  }

  private static String sentence(String text, int at) {
    var before = text.substring(0, at);
    var line = before.chars().filter(each -> each == '\n').count() + 1;
    var column = at - before.lastIndexOf('\n');
    var c = text.codePointAt(at);
    return "contains %s at line %d, column %d: replace it with %s"
        .formatted(
            Text.named(c),
            line,
            column,
            isQuote(c) ? "a plain quote" : "a plain space, or remove it");
  }

  private static boolean isQuote(int c) {
    return c >= 0x2018 && c <= 0x201F;
  }
}
