package dev.imagemirrors.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What DynamoDB does with values. An attribute that is absent is null, and no comparison with it
/// holds, except that it is not equal.
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
      default -> throw new IllegalStateException("no comparison: " + comparator);
    };
  }

  private static boolean same(AttributeValue left, AttributeValue right) {
    var numbers = left.n() != null && right.n() != null;
    return numbers ? order(left, right) == 0 : left.equals(right);
  }

  /// The order of two numbers, or of two texts.
  static int order(AttributeValue left, AttributeValue right) {
    if (left.n() != null && right.n() != null) {
      return new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
    }
    if (left.s() == null || right.s() == null) {
      throw new IllegalStateException("values of no order: " + left + ", " + right);
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
      throw new IllegalStateException("nothing can be added to what is not there");
    }
    return AttributeValue.fromN(new BigDecimal(one.n()).add(new BigDecimal(other.n())).toString());
  }

  static AttributeValue appended(@Nullable AttributeValue one, @Nullable AttributeValue other) {
    if (one == null || other == null) {
      throw new IllegalStateException("nothing can be appended to what is not there");
    }
    var all = new ArrayList<>(one.l());
    all.addAll(other.l());
    return AttributeValue.fromL(all);
  }
}
