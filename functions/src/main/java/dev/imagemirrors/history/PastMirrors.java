package dev.imagemirrors.history;

import dev.imagemirrors.mirror.ImageMirror;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The recorded image mirrors of a cluster at a point in its history, computed from the entries up
/// to that point.
public final class PastMirrors {
  private final Moment moment;
  private final TreeMap<String, ImageMirror> bySource = new TreeMap<>();
  private @Nullable HistoryEntry last;
  private boolean isOver;

  public PastMirrors(Moment moment) {
    this.moment = moment;
  }

  /// Adds the next entry. The clocks of writers differ a little, so the first entry after the given
  /// time ends the computation.
  public void add(HistoryEntry entry) {
    isOver = isOver || !moment.isAfter(entry);
    if (isOver) {
      return;
    }
    last = entry;
    switch (entry.outcome()) {
      case "created", "updated" -> put(entry.after());
      case "unchanged" -> {
        if (!entry.isCallerBound()) {
          put(entry.after());
        }
      }
      case "deleted" -> drop(entry);
      case "refused" -> {
        if (entry.isDeleteOfNothing() && !entry.isCallerBound()) {
          drop(entry);
        }
      }
      default -> {}
    }
  }

  /// An entry of a set that changed nothing has no mirror.
  private void put(@Nullable ImageMirror mirror) {
    if (mirror != null) {
      bySource.put(mirror.source(), mirror);
    }
  }

  /// An entry without the mirror as it was has its ID or its source.
  private void drop(HistoryEntry entry) {
    bySource
        .values()
        .removeIf(mirror ->
            entry.about().contains(mirror.source()) || entry.about().contains(mirror.id()));
  }

  /// The mirrors, ordered by source.
  public List<ImageMirror> mirrors() {
    return List.copyOf(bySource.values());
  }

  /// The newest entry up to that point; null before the first.
  public @Nullable HistoryEntry last() {
    return last;
  }
}
