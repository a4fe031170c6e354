package dev.imagemirrors.lane;

import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.ChainFault;
import dev.imagemirrors.history.Checkpoint;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.history.StateCheckpoint;
import java.util.List;

/// Adds the checkpoints of a history that are missing after the newest one, from verified entries.
/// When the time ends before, or an entry was altered, the rest is added with a later checkpoint.
public record Checkpointing(Verification verification, Checkpoints checkpoints) {
  /// Adds the checkpoints up to the one of this entry. Returns false when the history before it has
  /// been altered.
  public boolean addUpTo(String clusterId, long number) {
    var from = checkpoints.newest(clusterId, number).orElse(StateCheckpoint.START);
    var chain = new Chain(clusterId, Checkpoint.at(from.head()), List.of());
    if (from.number() > 0) {
      verification.compare(clusterId, chain, from.head(), ChainFault.Evidence.CHECKPOINT);
    }
    var state = new PastMirrors(new Moment.AtEntry(number), from);
    verification.read(
        clusterId,
        chain,
        new Verification.Reader() {
          @Override
          public long left() {
            var last = chain.last().number();
            return chain.holds() ? Math.min(number, StateCheckpoint.after(last)) - last : 0;
          }

          @Override
          public void add(HistoryEntry entry) {
            state.add(entry);
            if (StateCheckpoint.isAt(entry.number())) {
              checkpoints.add(clusterId, state.checkpoint());
            }
          }
        });
    return chain.holds();
  }
}
