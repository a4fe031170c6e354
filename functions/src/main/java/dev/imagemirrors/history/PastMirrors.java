package dev.imagemirrors.history;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The image mirrors that were recorded of a cluster at a moment of its history: its entries until
/// then, one after the other, added up.
public final class PastMirrors {
  private final Moment moment;
  private final TreeMap<String, ImageMirror> bySource = new TreeMap<>();
  private @Nullable HistoryEntry last;
  private boolean isOver;

  public PastMirrors(Moment moment) {
    this.moment = moment;
  }

  /// Takes the next entry. The clocks of those who write entries differ a little, so the first one
  /// that is after a time ends it.
  public void add(HistoryEntry entry) {
    isOver = isOver || !moment.isAfter(entry);
    if (isOver) {
      return;
    }
    last = entry;
    switch (entry.outcome()) {
      case "created", "updated", "unchanged" -> put(entry.after());
      case "deleted" -> drop(entry);
      case "refused" -> {
        if (entry.isDeleteOfNothing()) {
          drop(entry);
        }
      }
      default -> {}
    }
  }

  /// A set that changed nothing is about no one mirror.
  private void put(@Nullable ImageMirror mirror) {
    if (mirror != null) {
      bySource.put(mirror.source(), mirror);
    }
  }

  /// Where the entry does not have the mirror as it was, it has its ID or its source.
  private void drop(HistoryEntry entry) {
    bySource
        .values()
        .removeIf(mirror ->
            entry.about().contains(mirror.source()) || entry.about().contains(mirror.id()));
  }

  /// In the order of their sources.
  public List<ImageMirror> mirrors() {
    return List.copyOf(bySource.values());
  }

  /// The newest entry until then; null before the first.
  public @Nullable HistoryEntry last() {
    return last;
  }
}
