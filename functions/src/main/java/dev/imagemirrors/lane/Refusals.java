package dev.imagemirrors.lane;

import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.RecordChange;
import dev.imagemirrors.operation.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Limits the history entries for the refusals of one caller on one cluster: a flood of wrong
/// requests must neither fill the history nor delay other writes. The rest is only counted; each
/// operation has its outcome, and the log a line.
final class Refusals {
  /// The most entries of a caller in a window.
  static final int MOST_ENTRIES = 20;

  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration KEPT = Duration.ofDays(30);

  private final Ports ports;
  private final Pace pace;

  Refusals(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
  }

  /// Whether an outcome gets a history entry.
  sealed interface Filing {
    /// It gets one.
    ///
    /// @param note what the entry says besides
    record Entry(@Nullable String note) implements Filing {}

    record CountOnly() implements Filing {}
  }

  Filing filing(Operation operation, Outcome outcome) {
    if (!isCounted(operation, outcome)) {
      return new Filing.Entry(null);
    }
    var window =
        Instant.ofEpochSecond(
            pace.now().getEpochSecond() / WINDOW.toSeconds() * WINDOW.toSeconds());
    var count = ports.operations().countRefusal(operation, window, window.plus(KEPT));
    if (count.number() > MOST_ENTRIES) {
      return new Filing.CountOnly();
    }
    var left = count.before() - MOST_ENTRIES;
    return new Filing.Entry(
        left > 0 ? left + " earlier refusals of this caller have no entry" : null);
  }

  /// Whether the request was the reason, and nothing was changed.
  private static boolean isCounted(Operation operation, Outcome outcome) {
    return outcome instanceof Outcome.Refused(var why)
        && !(why instanceof Refusal.GivenUp)
        && RecordChange.of(operation, outcome) instanceof RecordChange.None;
  }
}
