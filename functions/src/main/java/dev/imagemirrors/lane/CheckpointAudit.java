package dev.imagemirrors.lane;

import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Chain;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Moment;
import dev.imagemirrors.history.PastMirrors;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.history.StateCheckpoint;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares the checkpoints of a history with its entries while these are read: each with the state
/// that results from the checkpoint before it and the entries between the two.
public final class CheckpointAudit {
  private final Checkpoints checkpoints;
  private final String clusterId;
  private final Chain chain;

  /// Null while it is not known.
  private @Nullable PastMirrors state;

  /// @param chain begins at the checkpoint, and takes the faults
  public CheckpointAudit(
      Checkpoints checkpoints, String clusterId, Chain chain, StateCheckpoint from) {
    this.checkpoints = checkpoints;
    this.clusterId = clusterId;
    this.chain = chain;
    this.state = stateAt(from);
  }

  /// An audit from any position: the entries between it and the checkpoint before it are read
  /// again, if there are fewer than between two checkpoints. Otherwise the audit begins at the next
  /// checkpoint.
  public static CheckpointAudit resumed(
      Checkpoints checkpoints, History history, String clusterId, Chain chain) {
    var position = chain.last().number();
    var audit = new CheckpointAudit(checkpoints, clusterId, chain, StateCheckpoint.START);
    if (!chain.holds()) {
      // Only intact parts of a history are compared, and a fault is counted once.
      return audit;
    }
    StateCheckpoint from;
    try {
      from = checkpoints.newest(clusterId, position).orElse(StateCheckpoint.START);
    } catch (AlteredEntry altered) {
      chain.wrongCheckpoint(altered.number());
      return audit;
    }
    audit.state = position - from.number() < StateCheckpoint.INTERVAL ? stateAt(from) : null;
    for (var number = from.number(); audit.state != null && number < position; ) {
      number = audit.readAgain(history, number, (int) (position - number));
    }
    return audit;
  }

  /// Adds the next entries up to the position, which are not verified again. Returns the number of
  /// the last.
  private long readAgain(History history, long after, int most) {
    try {
      var page = history.read(clusterId, Selection.after(after), null, most).entries();
      page.forEach(this::add);
      if (!page.isEmpty()) {
        return page.getLast().number();
      }
    } catch (AlteredEntry _) {
      // Verifying from the beginning finds it.
    }
    state = null;
    return after;
  }

  private static PastMirrors stateAt(StateCheckpoint from) {
    return new PastMirrors(new Moment.AtEntry(Long.MAX_VALUE), from);
  }

  /// Adds the next entry.
  public void add(HistoryEntry entry) {
    try {
      if (state != null) {
        state.add(entry);
      }
    } catch (AlteredEntry _) {
      // It is part of the chain, but no entry that a function writes: it has no time.
      state = null;
    }
    if (StateCheckpoint.isAt(entry.number())) {
      stored(entry.number()).ifPresent(this::compare);
    }
  }

  private void compare(StateCheckpoint stored) {
    if (state == null) {
      state = stateAt(stored);
    } else if (!stored.equals(state.checkpoint())) {
      chain.wrongCheckpoint(BigDecimal.valueOf(stored.number()));
    }
  }

  /// The checkpoint of an entry, which can be missing: it is written some time after the entry, if
  /// at all.
  private Optional<StateCheckpoint> stored(long number) {
    try {
      return checkpoints
          .newest(clusterId, number)
          .filter(checkpoint -> checkpoint.number() == number);
    } catch (AlteredEntry altered) {
      if (altered.number().compareTo(BigDecimal.valueOf(number)) == 0) {
        chain.wrongCheckpoint(altered.number());
      }
      return Optional.empty();
    }
  }
}
