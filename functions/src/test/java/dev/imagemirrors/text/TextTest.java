package dev.imagemirrors.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private static final Map<String, String> ESCAPED =
      Map.ofEntries(
          Map.entry("a\nb", "a\\nb"),
          Map.entry("a\r\n", "a\\r\\n"),
          Map.entry("a\tb", "a\\tb"),
          Map.entry("\u0000", "\\u{0}"),
          Map.entry("\u001b[2J", "\\u{1b}[2J"),
          Map.entry("\u007f", "\\u{7f}"),
          Map.entry("\u0085", "\\u{85}"),
          Map.entry("\u00ad", "\\u{ad}"),
          Map.entry("\u200b\u200d", "\\u{200b}\\u{200d}"),
          Map.entry("a\u202eb\u202c", "a\\u{202e}b\\u{202c}"),
          Map.entry("\u2066\u2069", "\\u{2066}\\u{2069}"),
          Map.entry("\u2028", "\\u{2028}"),
          Map.entry("\u2029", "\\u{2029}"),
          Map.entry("\ufeffa", "\\u{feff}a"),
          Map.entry("\udb40\udc41", "\\u{e0041}"),
          Map.entry("\ud83d", "\\u{d83d}"),
          Map.entry("\ude00\ud83d", "\\u{de00}\\u{d83d}"),
          Map.entry("\ud83d\ude00\n", "\ud83d\ude00\\n"));

  @ParameterizedTest
  @CsvSource({
    "0x201C, '\u201c' (U+201C LEFT DOUBLE QUOTATION MARK)",
    "0x1F600, '\ud83d\ude00' (U+1F600 GRINNING FACE)",
    "0xA0, U+00A0 NO-BREAK SPACE",
    "0x20, U+0020 SPACE",
    "0x200B, U+200B ZERO WIDTH SPACE",
    "0xFEFF, U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "0x0, U+0000 NULL",
    "0x0378, '\u0378' (U+0378)"
  })
  void namesACharacterThatCannotBeSeen(String code, String named) {
    assertThat(Text.named(Integer.decode(code))).isEqualTo(named);
  }

  // The ellipsis is \u2026, the emoji \ud83d\ude00 (two chars), and e\u0301 a letter of two code
  // points.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | 3 | ''
          abc                      | 3 | abc
          abcd                     | 3 | ab\u2026
          abc                      | 1 | \u2026
          \ud83d\ude00\ud83d\ude00 | 2 | \ud83d\ude00\ud83d\ude00
          ab\ud83d\ude00           | 3 | ab\ud83d\ude00
          ab\ud83d\ude00c          | 3 | ab\u2026
          a\ud83d\ude00bc          | 3 | a\ud83d\ude00\u2026
          e\u0301e\u0301           | 3 | e\u0301\u2026
          """)
  void shortensByCodePoints(String text, int longest, String shortened) {
    assertThat(Text.shortened(text, longest)).isEqualTo(shortened);
    assertThat(Text.shortened(shortened, longest)).isEqualTo(shortened);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''             | 2 | ''
          ab             | 2 | ab
          abc            | 2 | ab
          abc            | 0 | ''
          a\ud83d\ude00b | 2 | a\ud83d\ude00
          \ud83d\ude00ab | 1 | \ud83d\ude00
          """)
  void startsByCodePoints(String text, int length, String start) {
    assertThat(Text.start(text, length)).isEqualTo(start);
  }

  @Test
  void escapesWhatMovesReordersOrHidesText() {
    assertThat(ESCAPED)
        .allSatisfy((text, printable) -> assertThat(Text.printable(text)).isEqualTo(printable));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quay.io/acme/app",
        "Zoë",
        "e\u0301",
        "\ud83d\ude00",
        "❤\ufe0f",
        "日本",
        "שלום",
        "C:\\new \\u{1b}"
      })
  void keepsPrintableText(String text) {
    assertThat(Text.printable(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u001bb\n", "\u202e\\n", "\ud83d"})
  void escapesTwiceAsOnce(String text) {
    var once = Text.printable(text);

    assertThat(Text.printable(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "a\ud83db,a\ufffdb",
    "\ude00\ud83d,\ufffd\ufffd",
    "\ud83d\ude00,\ud83d\ude00",
    "a\u0000\u202e\uffff,a\u0000\u202e\uffff"
  })
  void replacesUnpairedSurrogates(String text, String wellFormed) {
    assertThat(Text.wellFormed(text)).isEqualTo(wellFormed);
  }
}
