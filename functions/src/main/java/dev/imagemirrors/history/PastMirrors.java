package dev.imagemirrors.history;

import dev.imagemirrors.mirror.ImageMirror;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The recorded image mirrors of a cluster at a point in its history, computed from a checkpoint
/// before it and the entries up to that point.
public final class PastMirrors {
  private final Moment moment;
  private final TreeMap<String, ImageMirror> bySource = new TreeMap<>();
  private Head head;
  private @Nullable Instant time;
  private Instant latest;
  private boolean isOver;

  public PastMirrors(Moment moment) {
    this(moment, StateCheckpoint.START);
  }

  /// @param from a checkpoint that is not after the moment
  public PastMirrors(Moment moment, StateCheckpoint from) {
    this.moment = moment;
    this.head = from.head();
    this.time = from.time();
    this.latest = from.latest();
    from.mirrors().forEach(this::put);
  }

  /// Adds the next entry. The clocks of writers differ a little, so the first entry after the given
  /// time ends the computation.
  public void add(HistoryEntry entry) {
    isOver = isOver || !moment.isAfter(entry);
    if (isOver) {
      return;
    }
    head = entry.head();
    var written = entry.time();
    time = written;
    latest = written.isAfter(latest) ? written : latest;
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
    var about = entry.about();
    bySource
        .values()
        .removeIf(mirror -> about.contains(mirror.source()) || about.contains(mirror.id()));
  }

  /// The mirrors, ordered by source.
  public List<ImageMirror> mirrors() {
    return List.copyOf(bySource.values());
  }

  /// The number of the newest entry up to that point; 0 before the first.
  public long number() {
    return head.number();
  }

  /// The time of that entry; null before the first.
  public @Nullable Instant time() {
    return time;
  }

  /// Whether an entry after that point was added.
  public boolean isOver() {
    return isOver;
  }

  /// The checkpoint of that point.
  public StateCheckpoint checkpoint() {
    return new StateCheckpoint(head, time, latest, mirrors());
  }
}
