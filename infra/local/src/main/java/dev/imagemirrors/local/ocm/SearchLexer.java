package dev.imagemirrors.local.ocm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a search into tokens, in one pass.
final class SearchLexer {
  private static final Pattern SPACE = Pattern.compile("\\s++");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+(?:\\.\\w++)*+");
  private static final Pattern NUMERAL = Pattern.compile("-?+[0-9]{1,30}+(?:\\.[0-9]{1,30}+)?+");
  private static final Pattern SYMBOL = Pattern.compile("<>|<=|>=|!=|[=<>(),]");

  private final String search;
  private int position;

  private SearchLexer(String search) {
    this.search = search;
  }

  static List<Token> tokens(String search) {
    return new SearchLexer(search).tokens();
  }

  private List<Token> tokens() {
    var tokens = new ArrayList<Token>();
    Matcher matcher = SPACE.matcher(search);
    skip(matcher);
    while (position < search.length()) {
      tokens.add(next(matcher));
      skip(matcher);
    }
    tokens.add(new Token.End(position));
    return tokens;
  }

  private Token next(Matcher matcher) {
    int start = position;
    if (search.charAt(start) == '\'') {
      return new Token.Quoted(quoted(), start);
    }
    if (take(matcher, WORD)) {
      return new Token.Word(matcher.group(), start);
    }
    if (take(matcher, NUMERAL)) {
      return new Token.Numeral(new BigDecimal(matcher.group()), start);
    }
    if (take(matcher, SYMBOL)) {
      return new Token.Symbol(matcher.group(), start);
    }
    throw Search.syntaxError("unexpected character '" + search.charAt(start) + "'", start);
  }

  /// A quote inside a string is doubled.
  private String quoted() {
    int start = position;
    var text = new StringBuilder();
    while (true) {
      int quote = search.indexOf('\'', position + 1);
      if (quote < 0) {
        throw Search.syntaxError("string is not closed", start);
      }
      text.append(search, position + 1, quote);
      position = quote + 1;
      if (position == search.length() || search.charAt(position) != '\'') {
        return text.toString();
      }
      text.append('\'');
    }
  }

  private void skip(Matcher matcher) {
    take(matcher, SPACE);
  }

  private boolean take(Matcher matcher, Pattern pattern) {
    matcher.usePattern(pattern).region(position, search.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    position = matcher.end();
    return true;
  }
}
