package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// What is asked of one value that a document has.
sealed interface Predicate {
  boolean passes(JsonNode value);

  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    GREATER,
    AT_MOST,
    AT_LEAST
  }

  record Compared(Comparison comparison, Literal literal) implements Predicate {
    @Override
    public boolean passes(JsonNode value) {
      OptionalInt order = literal.orderOf(value);
      if (order.isEmpty()) {
        return comparison == Comparison.NOT_EQUAL;
      }
      int sign = order.getAsInt();
      return switch (comparison) {
        case EQUAL -> sign == 0;
        case NOT_EQUAL -> sign != 0;
        case LESS -> sign < 0;
        case GREATER -> sign > 0;
        case AT_MOST -> sign <= 0;
        case AT_LEAST -> sign >= 0;
      };
    }
  }

  record OneOf(List<Literal> literals) implements Predicate {
    @Override
    public boolean passes(JsonNode value) {
      return literals.stream().anyMatch(literal -> literal.orderOf(value).orElse(1) == 0);
    }
  }

  record Like(String pattern, boolean anyCase) implements Predicate {
    @Override
    public boolean passes(JsonNode value) {
      return anyCase
          ? matches(lower(value.asText()), lower(pattern))
          : matches(value.asText(), pattern);
    }

    /// Greedy with one point of return, so at worst text times pattern, however many `%` there are.
    private static boolean matches(String text, String pattern) {
      int at = 0;
      int next = 0;
      int lastPercent = -1;
      int resumeAt = 0;
      while (at < text.length()) {
        if (next < pattern.length() && pattern.charAt(next) == '%') {
          lastPercent = next++;
          resumeAt = at;
        } else if (next < pattern.length() && stands(pattern.charAt(next), text.charAt(at))) {
          at++;
          next++;
        } else if (lastPercent >= 0) {
          next = lastPercent + 1;
          at = ++resumeAt;
        } else {
          return false;
        }
      }
      while (next < pattern.length() && pattern.charAt(next) == '%') {
        next++;
      }
      return next == pattern.length();
    }

    private static boolean stands(char pattern, char text) {
      return pattern == '_' || pattern == text;
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  /// A value written in the search.
  sealed interface Literal {
    /// How the document's value stands to this one; empty when the two cannot be compared.
    OptionalInt orderOf(JsonNode value);
  }

  /// A quoted text; a document's number or boolean is held against it as text.
  record Text(String text) implements Literal {
    @Override
    public OptionalInt orderOf(JsonNode value) {
      return OptionalInt.of(value.asText().compareTo(text));
    }
  }

  record Numeric(BigDecimal number) implements Literal {
    @Override
    public OptionalInt orderOf(JsonNode value) {
      return value.isNumber()
          ? OptionalInt.of(value.decimalValue().compareTo(number))
          : OptionalInt.empty();
    }
  }

  record Truth(boolean truth) implements Literal {
    @Override
    public OptionalInt orderOf(JsonNode value) {
      return value.isBoolean()
          ? OptionalInt.of(Boolean.compare(value.booleanValue(), truth))
          : OptionalInt.empty();
    }
  }
}
