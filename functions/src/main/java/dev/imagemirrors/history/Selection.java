package dev.imagemirrors.history;

import org.jspecify.annotations.Nullable;

/// The entries of a history to read, and their order.
///
/// @param after only entries with a greater number
/// @param mirror the ID or source of a mirror, for its entries alone
public record Selection(boolean oldestFirst, long after, @Nullable String mirror, Filter filter) {
  public static final Selection OLDEST_FIRST = after(0);
  public static final Selection NEWEST_FIRST = new Selection(false, 0, null, Filter.NONE);

  /// The entries after one, oldest first.
  public static Selection after(long number) {
    return new Selection(true, number, null, Filter.NONE);
  }

  /// Whether all entries after a number are selected.
  public boolean isWhole() {
    return mirror == null && filter.equals(Filter.NONE);
  }

  /// A page of the entries, to be filled from the history in this order.
  public Page.Builder<HistoryEntry, Long> page(int limit) {
    return new Page.Builder<>(
        new Page.Elements<>(
            this::selects, this::isOver, HistoryEntry::number, entry -> entry.text().length()),
        limit);
  }

  private boolean selects(HistoryEntry entry) {
    return (mirror == null || entry.about().contains(mirror))
        && (filter.equals(Filter.NONE)
            || filter.selects(entry.time(), entry.actor(), entry.outcome()));
  }

  private boolean isOver(HistoryEntry entry) {
    return !filter.equals(Filter.NONE) && filter.isOver(entry.time(), oldestFirst);
  }
}
