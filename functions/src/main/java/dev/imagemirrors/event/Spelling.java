package dev.imagemirrors.event;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the field, or another known name, that a misspelt name probably means.
public final class Spelling {
  /// The short flags of the rosa CLI.
  private static final Map<String, String> FLAGS =
      Map.of("c", "cluster", "o", "output", "y", "yes");

  private static final int MAX_LENGTH = 64;

  private Spelling() {}

  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var plain = name.replaceAll("^-+", "").replace('-', '_').toLowerCase(Locale.ROOT);
    var meant = FLAGS.getOrDefault(plain, plain);
    return known.stream()
        .filter(field -> distance(field, meant) <= allowed(field))
        .min((one, other) -> Integer.compare(distance(one, meant), distance(other, meant)));
  }

  /// A short name has fewer errors in it.
  private static int allowed(String field) {
    return field.length() < 8 ? 1 : 2;
  }

  /// The number of characters to insert, delete, replace, or swap with their neighbour.
  private static int distance(String one, String other) {
    var rows = new int[one.length() + 1][other.length() + 1];
    for (var i = 0; i <= one.length(); i++) {
      for (var j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 ? j : j == 0 ? i : step(rows, one, other, i, j);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int step(int[][] rows, String one, String other, int i, int j) {
    var replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
    var least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    var swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, 1 + rows[i - 2][j - 2]) : least;
  }
}
