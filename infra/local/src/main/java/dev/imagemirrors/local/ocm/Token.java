package dev.imagemirrors.local.ocm;

import java.math.BigDecimal;
import java.util.Locale;

/// A token of the search language, and its position.
sealed interface Token {
  int position();

  /// A field name or a keyword, depending on the position.
  record Word(String text, int position) implements Token {
    boolean is(String keyword) {
      return text.toUpperCase(Locale.ROOT).equals(keyword);
    }

    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }

  record Quoted(String text, int position) implements Token {
    @Override
    public String toString() {
      return "a string";
    }
  }

  record Numeral(BigDecimal number, int position) implements Token {
    @Override
    public String toString() {
      return "'" + number + "'";
    }
  }

  /// An operator, a parenthesis or a comma.
  record Symbol(String text, int position) implements Token {
    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }

  record End(int position) implements Token {
    @Override
    public String toString() {
      return "the end";
    }
  }
}
