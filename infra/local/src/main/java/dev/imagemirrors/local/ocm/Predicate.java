package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// A predicate on one value of a document.
sealed interface Predicate {
  boolean matches(JsonNode value);

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
    public boolean matches(JsonNode value) {
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
    public boolean matches(JsonNode value) {
      return literals.stream().anyMatch(literal -> literal.orderOf(value).orElse(1) == 0);
    }
  }

  record Like(String pattern, boolean anyCase) implements Predicate {
    @Override
    public boolean matches(JsonNode value) {
      return anyCase
          ? matches(lower(value.asText()), lower(pattern))
          : matches(value.asText(), pattern);
    }

    /// Greedy with one backtracking point, so the worst case is text times pattern, for any number
    /// of `%`.
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

  /// A literal of the search.
  sealed interface Literal {
    /// Compares the value of the document with this one; empty if they cannot be compared.
    OptionalInt orderOf(JsonNode value);
  }

  /// A quoted string; a number or boolean of the document is compared as a string.
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
