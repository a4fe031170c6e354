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
import org.jspecify.annotations.Nullable;

/// Writes down what a run has done, with the entry of the history that follows the head. Where the
/// history went on meanwhile, with what never needed the lane, the entry is made anew.
final class Journal {
  private final Ports ports;
  private final Pace pace;

  Journal(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
  }

  /// Writes an operation's end down; false when the lane is no longer this run's.
  boolean close(
      Lane held, Outcome outcome, Outcome change, Write asked, @Nullable String ocmOperationId) {
    var ended = Status.ended(held, outcome);
    for (var lane = held; ; ) {
      var entry = entry(lane, change, asked, ocmOperationId);
      switch (ports.lanes().close(lane, ended, change, entry)) {
        case Lanes.Closing.Closed _ -> {
          return true;
        }
        case Lanes.Closing.HeadMoved(var head) -> lane = lane.withHead(head);
        case Lanes.Closing.Lost _ -> {
          return false;
        }
      }
    }
  }

  /// Writes one change of a set down, and gives the lane as it is then; null when it is no longer
  /// this run's.
  @Nullable Lane advance(
      Lane held,
      Outcome change,
      Write asked,
      Progress progress,
      @Nullable Sending next,
      @Nullable String ocmOperationId) {
    for (var lane = held.withProgress(progress, next); ; ) {
      var entry = entry(lane, change, asked, ocmOperationId);
      switch (ports.lanes().advance(lane, change, entry)) {
        case Lanes.Closing.Closed _ -> {
          return lane.withHead(entry.head()).recording(change);
        }
        case Lanes.Closing.HeadMoved(var head) -> lane = lane.withHead(head);
        case Lanes.Closing.Lost _ -> {
          return null;
        }
      }
    }
  }

  private HistoryEntry entry(
      Lane lane, Outcome change, Write asked, @Nullable String ocmOperationId) {
    return HistoryEntry.after(
        lane.head(),
        HistoryContent.content(lane.operation(), asked, change, pace.now(), ocmOperationId));
  }
}
