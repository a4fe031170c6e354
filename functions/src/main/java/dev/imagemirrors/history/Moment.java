package dev.imagemirrors.history;

import java.time.Instant;

/// A point in a cluster's history.
public sealed interface Moment {
  /// After this entry; with 0, before the first.
  record AtEntry(long number) implements Moment {}

  record AtTime(Instant time) implements Moment {}

  /// Whether the entry had been written by then.
  default boolean isAfter(HistoryEntry entry) {
    return switch (this) {
      case AtEntry(var number) -> entry.number() <= number;
      case AtTime(var time) -> !entry.time().isAfter(time);
    };
  }
}
