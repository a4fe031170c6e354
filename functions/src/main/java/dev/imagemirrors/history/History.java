package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the history of clusters. Only the write path adds entries.
public interface History {
  /// A page of the selected entries, in the order of the selection. It can have fewer than `limit`
  /// entries, or none, although more follow: what one call reads is bounded.
  ///
  /// @param position the number after which the page begins; null for the first page
  /// @throws AlteredEntry when a stored item is not an entry
  Page<HistoryEntry, Long> read(
      String clusterId, Selection selection, @Nullable Long position, int limit);

  /// The stored items as they are, ordered by number: those after `after`, or all when it is null.
  Stored stored(String clusterId, @Nullable BigDecimal after, int limit);

  /// At most `limit` items, and the number to continue after; null at the end.
  record Stored(List<StoredEntry> entries, @Nullable BigDecimal next) {
    public Stored {
      entries = List.copyOf(entries);
    }
  }
}
