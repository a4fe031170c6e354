package dev.imagemirrors.local.ocm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// A recursive descent parser with bounded depth.
///
/// ```
/// any       = all { OR all }
/// all       = one { AND one }
/// one       = NOT one | "(" any ")" | field test
/// test      = ( "=" | "!=" | "<>" | "<" | ">" | "<=" | ">=" ) literal
///           | [ NOT ] ( LIKE string | ILIKE string | IN "(" literal { "," literal } ")" )
/// literal   = string | number | TRUE | FALSE
/// ```
final class SearchParser {
  private static final int MAXIMUM_DEPTH = 50;
  private static final Set<String> KEYWORDS =
      Set.of("AND", "OR", "NOT", "IN", "LIKE", "ILIKE", "TRUE", "FALSE");

  private final List<Token> tokens;
  private int next;
  private int depth;

  private SearchParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Condition parse(String search) {
    var parser = new SearchParser(SearchLexer.tokens(search));
    Condition condition = parser.any();
    if (!(parser.peek() instanceof Token.End)) {
      throw parser.unexpected("AND, OR or the end");
    }
    return condition;
  }

  private Condition any() {
    var parts = separated("OR", this::all);
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(parts);
  }

  private Condition all() {
    var parts = separated("AND", this::one);
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
  }

  private List<Condition> separated(String keyword, Supplier<Condition> part) {
    var parts = new ArrayList<Condition>();
    do {
      parts.add(part.get());
    } while (takeWord(keyword));
    return List.copyOf(parts);
  }

  private Condition one() {
    if (++depth > MAXIMUM_DEPTH) {
      throw Search.syntaxError("nested deeper than " + MAXIMUM_DEPTH, peek().position());
    }
    try {
      if (takeWord("NOT")) {
        return new Condition.Not(one());
      }
      if (takeSymbol("(")) {
        Condition inner = any();
        expect(")");
        return inner;
      }
      return field();
    } finally {
      depth--;
    }
  }

  private Condition field() {
    if (!(peek() instanceof Token.Word word)
        || KEYWORDS.contains(word.text().toUpperCase(Locale.ROOT))) {
      throw unexpected("a field name");
    }
    next++;
    boolean negated = takeWord("NOT");
    var condition = new Condition.Field(word.text(), negated ? wordTest() : test());
    return negated ? new Condition.Not(condition) : condition;
  }

  private Predicate test() {
    if (!(peek() instanceof Token.Symbol symbol)) {
      return wordTest();
    }
    Predicate.Comparison comparison =
        switch (symbol.text()) {
          case "=" -> Predicate.Comparison.EQUAL;
          case "!=", "<>" -> Predicate.Comparison.NOT_EQUAL;
          case "<" -> Predicate.Comparison.LESS;
          case ">" -> Predicate.Comparison.GREATER;
          case "<=" -> Predicate.Comparison.AT_MOST;
          case ">=" -> Predicate.Comparison.AT_LEAST;
          default -> throw unexpected("an operator");
        };
    next++;
    return new Predicate.Compared(comparison, literal());
  }

  private Predicate wordTest() {
    if (takeWord("LIKE")) {
      return new Predicate.Like(string(), false);
    }
    if (takeWord("ILIKE")) {
      return new Predicate.Like(string(), true);
    }
    if (takeWord("IN")) {
      return new Predicate.OneOf(literals());
    }
    throw unexpected("an operator");
  }

  private List<Predicate.Literal> literals() {
    expect("(");
    var literals = new ArrayList<Predicate.Literal>();
    do {
      literals.add(literal());
    } while (takeSymbol(","));
    expect(")");
    return List.copyOf(literals);
  }

  private String string() {
    if (literal() instanceof Predicate.Text(String text)) {
      return text;
    }
    next--;
    throw unexpected("a string");
  }

  private Predicate.Literal literal() {
    Predicate.Literal literal =
        switch (peek()) {
          case Token.Quoted quoted -> new Predicate.Text(quoted.text());
          case Token.Numeral numeral -> new Predicate.Numeric(numeral.number());
          case Token.Word word when word.is("TRUE") -> new Predicate.Truth(true);
          case Token.Word word when word.is("FALSE") -> new Predicate.Truth(false);
          case Token.Word _, Token.Symbol _, Token.End _ -> throw unexpected("a value");
        };
    next++;
    return literal;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean takeWord(String keyword) {
    boolean taken = peek() instanceof Token.Word word && word.is(keyword);
    next += taken ? 1 : 0;
    return taken;
  }

  private boolean takeSymbol(String text) {
    boolean taken = peek() instanceof Token.Symbol symbol && symbol.text().equals(text);
    next += taken ? 1 : 0;
    return taken;
  }

  private void expect(String symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  private Refused unexpected(String wanted) {
    return Search.syntaxError("expected " + wanted + ", found " + peek(), peek().position());
  }
}
