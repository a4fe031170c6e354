package dev.imagemirrors.history;

import java.time.Instant;

/// A moment in a cluster's history.
public sealed interface Moment {
  /// When this entry was the newest; with 0, before the first.
  record AtEntry(long number) implements Moment {}

  record AtTime(Instant time) implements Moment {}

  /// Whether the entry had been written then.
  default boolean isAfter(HistoryEntry entry) {
    return switch (this) {
      case AtEntry(var number) -> entry.number() <= number;
      case AtTime(var time) -> !entry.time().isAfter(time);
    };
  }
}
