package dev.imagemirrors.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The history of clusters, to be read; entries are added by the write path alone.
public interface History {
  /// Entries in the order of their numbers, those after `after` only.
  Page read(String clusterId, @Nullable String mirror, long after, int limit);

  /// The number to go on after, or null at the end.
  record Page(List<HistoryEntry> entries, @Nullable Long next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }
}
