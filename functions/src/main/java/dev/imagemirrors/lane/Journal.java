package dev.imagemirrors.lane;

import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stores the results of an attempt, with the history entry that follows the head. If an operation
/// that needed no lane has added an entry in the meantime, the entry is created again.
final class Journal {
  private final Ports ports;
  private final Pace pace;
  private final Refusals refusals;

  Journal(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.refusals = new Refusals(ports, pace);
  }

  /// Stores the end of an operation; false when another holder has the lane.
  boolean close(
      Lane held,
      Outcome outcome,
      Outcome change,
      Write requested,
      @Nullable String ocmOperationId) {
    return close(held, outcome, change, lane -> entry(lane, change, requested, ocmOperationId));
  }

  /// Stores the end of an operation that was refused and has changed nothing; false when another
  /// holder has the lane.
  boolean refuse(Lane held, Outcome.Refused refused) {
    return switch (refusals.filing(held.operation(), refused)) {
      case Refusals.Filing.CountOnly _ -> ports.lanes().release(held, Status.ended(held, refused));
      case Refusals.Filing.Entry(var note) ->
          close(held, refused, refused, lane -> entry(lane, refused, note));
    };
  }

  private HistoryEntry entry(Lane lane, Outcome.Refused refused, @Nullable String note) {
    var operation = lane.operation();
    var content = HistoryContent.content(operation, operation.write(), refused, pace.now(), null);
    return HistoryEntry.after(lane.head(), HistoryContent.noted(content, note));
  }

  /// Stores the end of an operation whose result the store refuses; false when another holder has
  /// the lane.
  boolean giveUp(Lane held, Outcome outcome) {
    return close(
        held,
        outcome,
        outcome,
        lane ->
            HistoryEntry.after(
                lane.head(), HistoryContent.shortened(lane.operation(), outcome, pace.now())));
  }

  private boolean close(
      Lane held, Outcome outcome, Outcome change, Function<Lane, HistoryEntry> entry) {
    var ended = Status.ended(held, outcome);
    for (var lane = held; ; ) {
      switch (ports.lanes().close(lane, ended, change, entry.apply(lane))) {
        case Lanes.Closing.Closed _ -> {
          return true;
        }
        case Lanes.Closing.HeadMoved(var head) -> lane = lane.withHead(head);
        case Lanes.Closing.LaneLost _ -> {
          return false;
        }
      }
    }
  }

  /// Stores one change of a set, and returns the lane after it; null when another holder has the
  /// lane.
  @Nullable Lane advance(
      Lane held,
      Outcome change,
      Write requested,
      Progress progress,
      @Nullable Sending next,
      @Nullable String ocmOperationId) {
    for (var lane = held.withProgress(progress, next); ; ) {
      var entry = entry(lane, change, requested, ocmOperationId);
      switch (ports.lanes().advance(lane, change, entry)) {
        case Lanes.Closing.Closed _ -> {
          return lane.withHead(entry.head());
        }
        case Lanes.Closing.HeadMoved(var head) -> lane = lane.withHead(head);
        case Lanes.Closing.LaneLost _ -> {
          return null;
        }
      }
    }
  }

  private HistoryEntry entry(
      Lane lane, Outcome change, Write requested, @Nullable String ocmOperationId) {
    return HistoryEntry.after(
        lane.head(),
        HistoryContent.content(lane.operation(), requested, change, pace.now(), ocmOperationId));
  }
}
