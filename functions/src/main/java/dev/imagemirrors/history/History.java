package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the history of clusters. Only the write path adds entries.
public interface History {
  /// Entries ordered by number, after `after`.
  Page read(String clusterId, @Nullable String mirror, long after, int limit);

  /// The stored items as they are, ordered by number: those after `after`, or all when it is null.
  Stored stored(String clusterId, @Nullable BigDecimal after, int limit);

  /// At most `limit` items, and the number to continue after; null at the end.
  record Stored(List<StoredEntry> entries, @Nullable BigDecimal next) {
    public Stored {
      entries = List.copyOf(entries);
    }
  }

  /// A page of entries, and the number to continue after; null at the end.
  record Page(List<HistoryEntry> entries, @Nullable Long next) {
    /// The size of a page, so that it fits into a 6 MB Lambda response as JSON in a JSON string.
    static final int MOST_CHARACTERS = 2_000_000;

    public Page {
      entries = List.copyOf(entries);
    }

    /// The first entries: at most `limit`, as many as fit, and at least one.
    public static Page of(Iterator<HistoryEntry> entries, int limit) {
      var page = new ArrayList<HistoryEntry>();
      var characters = 0;
      while (entries.hasNext()) {
        var entry = entries.next();
        characters += entry.text().length();
        if (page.size() == limit || (!page.isEmpty() && characters > MOST_CHARACTERS)) {
          return new Page(page, page.getLast().number());
        }
        page.add(entry);
      }
      return new Page(page, null);
    }
  }
}
