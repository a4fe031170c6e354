package dev.imagemirrors.history;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The history of clusters, to be read; entries are added by the write path alone.
public interface History {
  /// Entries in the order of their numbers, those after `after` only.
  Page read(String clusterId, @Nullable String mirror, long after, int limit);

  /// What is stored, whatever it is, in the order of its numbers; of those after `after`, or, where
  /// that is null, from the very first.
  Stored stored(String clusterId, @Nullable BigDecimal after, int limit);

  /// At most as many as were asked for, and the number to go on after; null at the end.
  record Stored(List<StoredEntry> entries, @Nullable BigDecimal next) {
    public Stored {
      entries = List.copyOf(entries);
    }
  }

  /// The number to go on after, or null at the end.
  record Page(List<HistoryEntry> entries, @Nullable Long next) {
    /// What a page holds at the most, so that it fits a reply of Lambda's 6 MB as a text in a text.
    static final int MOST_CHARACTERS = 2_000_000;

    public Page {
      entries = List.copyOf(entries);
    }

    /// The first of the entries: as many as are wanted and as fit, and one at least.
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
