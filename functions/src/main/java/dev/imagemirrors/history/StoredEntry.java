package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An item of the history as it is stored: untrusted, to be checked.
///
/// @param number the sort key, which need not be an integer
/// @param text null when absent
/// @param hash null when absent
/// @param about the mirrors that the item is indexed under
public record StoredEntry(
    BigDecimal number, @Nullable String text, @Nullable String hash, List<String> about) {
  public StoredEntry {
    about = List.copyOf(about);
  }

  public static StoredEntry of(HistoryEntry entry) {
    return new StoredEntry(
        BigDecimal.valueOf(entry.number()), entry.text(), entry.hash(), entry.about());
  }
}
