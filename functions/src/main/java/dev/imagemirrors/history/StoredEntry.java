package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the store holds as an entry, whatever somebody has made of it: to be checked, and not to be
/// trusted.
///
/// @param number as the store sorts by it, which need not be a whole one
/// @param text null where there is none
/// @param hash null where there is none
/// @param about under which mirrors the store files it
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
