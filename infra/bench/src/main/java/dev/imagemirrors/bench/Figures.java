package dev.imagemirrors.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// Sorted measurements of one figure.
// Never compared, so record equality of the array does not matter.
@SuppressWarnings("ArrayRecordComponent")
public record Figures(double[] ordered) {
  public Figures {
    ordered = ordered.clone();
    Arrays.sort(ordered);
  }

  public static Figures of(Collection<Double> values) {
    return new Figures(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The median; NaN without measurements.
  public double median() {
    int count = ordered.length;
    return count == 0 ? Double.NaN : (ordered[(count - 1) / 2] + ordered[count / 2]) / 2;
  }

  /// The percentile by nearest rank; NaN without measurements.
  public double percentile(double percent) {
    int count = ordered.length;
    int rank = (int) Math.ceil(percent / 100 * count);
    return count == 0 ? Double.NaN : ordered[Math.max(rank, 1) - 1];
  }

  /// The text in a table, with a word for values that could not be measured.
  public static String shown(double value, int decimals) {
    return Double.isNaN(value)
        ? "unknown"
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
