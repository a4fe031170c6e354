package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.HistoryEntry;
import java.time.Instant;

/// The lanes of all clusters: who may write, what is in flight, and the head of the history.
public interface Lanes {
  /// Takes the cluster's lane for the operation and writes the operation down, in one step.
  Taking take(Cluster cluster, Operation operation, String run, Instant leaseUntil);

  /// Takes over what a run that has ended, or whose lease has, left in a lane. It is [Taking.Held]
  /// again when somebody else was quicker.
  Taking takeOver(Taking.Held held, String run, Instant leaseUntil);

  /// Writes the record, the history entry and the outcome, and frees the lane, in one transaction.
  /// False when the lane is no longer this run's, and so somebody else has finished, or is
  /// finishing, the operation.
  boolean close(Lane lane, Outcome outcome, HistoryEntry entry);

  /// Ends the run but keeps the operation in the lane, for whoever comes next to finish.
  void leave(Lane lane);

  /// What taking a lane led to.
  sealed interface Taking {
    record Taken(Lane lane) implements Taking {}

    /// Another operation is in the lane. `leaseUntil` is in the past when nobody works on it.
    record Held(Operation operation, String run, Instant leaseUntil) implements Taking {}
  }
}
