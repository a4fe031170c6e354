package dev.imagemirrors.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was probably meant by a misspelt one.
final class Near {
  private static final int MOST_EDITS = 2;
  private static final int LONGEST = 64;

  private Near() {}

  /// The known name that differs only in case, in up to two characters, or in a missing beginning,
  /// as in `sourcePolicy` for `mirrorSourcePolicy`.
  static Optional<String> to(String name, Collection<String> known) {
    return known.stream()
        .sorted()
        .filter(each -> isNear(name, each))
        .min(Comparator.comparingInt(each -> edits(lower(name), lower(each))));
  }

  /// The name as the end of a sentence: a suggestion, or the names that exist.
  static String hint(String name, Collection<String> known) {
    return to(name, known)
        .map(near -> "; did you mean '" + near + "'?")
        .orElseGet(
            () -> "; the fields here are " + String.join(", ", known.stream().sorted().toList()));
  }

  private static boolean isNear(String name, String known) {
    if (name.length() > LONGEST) {
      return false;
    }
    var given = lower(name);
    var candidate = lower(known);
    return (given.length() >= 6 && candidate.endsWith(given))
        || edits(given, candidate) <= Math.min(MOST_EDITS, known.length() / 3);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The number of characters to insert, delete or replace.
  private static int edits(String one, String other) {
    var row = new int[other.length() + 1];
    for (var j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
