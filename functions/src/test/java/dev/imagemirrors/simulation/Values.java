package dev.imagemirrors.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// DynamoDB semantics of values. An absent attribute is null, and only `<>` holds for it.
final class Values {
  private Values() {}

  static boolean compare(
      @Nullable AttributeValue left, String comparator, @Nullable AttributeValue right) {
    if (left == null || right == null) {
      return comparator.equals("<>");
    }
    return switch (comparator) {
      case "=" -> same(left, right);
      case "<>" -> !same(left, right);
      case "<" -> order(left, right) < 0;
      case "<=" -> order(left, right) <= 0;
      case ">" -> order(left, right) > 0;
      case ">=" -> order(left, right) >= 0;
      default -> throw new IllegalStateException("unknown comparator: " + comparator);
    };
  }

  private static boolean same(AttributeValue left, AttributeValue right) {
    var numbers = left.n() != null && right.n() != null;
    return numbers ? order(left, right) == 0 : left.equals(right);
  }

  /// Compares two numbers or two strings.
  static int order(AttributeValue left, AttributeValue right) {
    if (left.n() != null && right.n() != null) {
      return new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
    }
    if (left.s() == null || right.s() == null) {
      throw new IllegalStateException("values cannot be compared: " + left + ", " + right);
    }
    return left.s().compareTo(right.s());
  }

  static boolean contains(@Nullable AttributeValue whole, @Nullable AttributeValue part) {
    if (whole == null || part == null) {
      return false;
    }
    return whole.hasSs() ? whole.ss().contains(part.s()) : whole.l().contains(part);
  }

  static @Nullable AttributeValue size(@Nullable AttributeValue of) {
    return of == null ? null : AttributeValue.fromN(Integer.toString(of.l().size()));
  }

  static AttributeValue sum(@Nullable AttributeValue one, @Nullable AttributeValue other) {
    if (one == null || other == null) {
      throw new IllegalStateException("cannot add to an absent attribute");
    }
    return AttributeValue.fromN(new BigDecimal(one.n()).add(new BigDecimal(other.n())).toString());
  }

  static AttributeValue appended(@Nullable AttributeValue one, @Nullable AttributeValue other) {
    if (one == null || other == null) {
      throw new IllegalStateException("cannot append to an absent attribute");
    }
    var all = new ArrayList<>(one.l());
    all.addAll(other.l());
    return AttributeValue.fromL(all);
  }
}
