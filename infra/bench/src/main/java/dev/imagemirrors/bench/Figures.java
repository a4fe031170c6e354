package dev.imagemirrors.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// Many measurements of one thing, in order.
// A carrier of numbers, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Figures(double[] ordered) {
  public Figures {
    ordered = ordered.clone();
    Arrays.sort(ordered);
  }

  public static Figures of(Collection<Double> values) {
    return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The middle one, or the mean of the two in the middle; NaN of none.
  public double median() {
    int count = ordered.length;
    return count == 0 ? Double.NaN : (ordered[(count - 1) / 2] + ordered[count / 2]) / 2;
  }

  /// The smallest value that so much of them does not exceed (nearest rank); NaN of none.
  public double percentile(double percent) {
    int count = ordered.length;
    int rank = (int) Math.ceil(percent / 100 * count);
    return count == 0 ? Double.NaN : ordered[Math.max(rank, 1) - 1];
  }

  /// As it stands in a table: a word for what could not be measured.
  public static String shown(double value, int decimals) {
    return Double.isNaN(value)
        ? "unknown"
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
