package dev.imagemirrors.restore;

import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.history.Checkpoint;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.lane.CheckpointAudit;
import dev.imagemirrors.lane.Verification;
import java.time.Instant;
import java.util.List;

/// Reads the mirrors that a cluster had at a moment: the newest checkpoint before it, and from
/// there the entries up to the next checkpoint after it, or to the end. This part is verified: it
/// continues the entry of the first checkpoint, its result is that of the last, and the cluster's
/// lane is not behind it.
record PastReader(Verification verification, Checkpoints checkpoints) {
  /// The mirrors at the moment, and the verified part.
  ///
  /// @param isComplete false when the time ran out
  record Read(Chain chain, PastMirrors past, boolean isComplete) {}

  Head head(String clusterId) {
    return verification.head(clusterId);
  }

  Instant now() {
    return verification.deadline().time().now();
  }

  /// @param head the head of the history
  Read read(String clusterId, Moment moment, Head head) {
    StateCheckpoint from;
    try {
      from = newest(clusterId, moment, head.number());
    } catch (AlteredEntry altered) {
      var chain = new Chain(clusterId, Checkpoint.START, List.of());
      chain.wrongCheckpoint(altered.number());
      return new Read(chain, new PastMirrors(moment), false);
    }
    return read(clusterId, moment, from);
  }

  private Read read(String clusterId, Moment moment, StateCheckpoint from) {
    var chain = new Chain(clusterId, Checkpoint.at(from.head()), List.of());
    if (from.number() > 0) {
      verification.compare(clusterId, chain, from.head(), ChainFault.Evidence.CHECKPOINT);
    }
    var past = new PastMirrors(moment, from);
    var end = verification.read(clusterId, chain, reader(clusterId, chain, past, from));
    if (end == Verification.End.STOPPED && chain.holds()) {
      verification.compareWithHead(clusterId, chain);
    }
    return new Read(chain, past, end != Verification.End.OUT_OF_TIME);
  }

  private Verification.Reader reader(
      String clusterId, Chain chain, PastMirrors past, StateCheckpoint from) {
    var audit = new CheckpointAudit(checkpoints, clusterId, chain, from);
    return new Verification.Reader() {
      @Override
      public long left() {
        var last = chain.last().number();
        return !chain.holds() || (past.isOver() && StateCheckpoint.isAt(last))
            ? 0
            : StateCheckpoint.after(last) - last;
      }

      @Override
      public void add(HistoryEntry entry) {
        past.add(entry);
        audit.add(entry);
      }
    };
  }

  /// The newest checkpoint that is not after the moment.
  private StateCheckpoint newest(String clusterId, Moment moment, long newest) {
    return switch (moment) {
      case Moment.AtEntry(var number) ->
          checkpoints.newest(clusterId, number).orElse(StateCheckpoint.START);
      case Moment.AtTime(var time) -> newest(clusterId, time, newest / StateCheckpoint.INTERVAL);
    };
  }

  /// Searches by halves: no checkpoint has an earlier latest time than those before it.
  ///
  /// @param count how many checkpoints there can be
  private StateCheckpoint newest(String clusterId, Instant time, long count) {
    var found = StateCheckpoint.START;
    var low = 0L;
    var high = count;
    while (low < high) {
      var middle = (low + high + 1) / 2;
      var candidate =
          checkpoints.newest(clusterId, middle * StateCheckpoint.INTERVAL).orElse(found);
      if (candidate.latest().isAfter(time)) {
        high = candidate.number() / StateCheckpoint.INTERVAL - 1;
      } else {
        // It is the one found before when those between them are missing.
        found = candidate;
        low = middle;
      }
    }
    return found;
  }
}
