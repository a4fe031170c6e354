package dev.imagemirrors.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All operations: those that ended, for a time, and those that have not, until they do.
public interface Operations {
  Optional<Status> find(String id);

  /// The operations on a cluster, newest first, older than `before` where it is given.
  List<Status> of(String clusterId, @Nullable String before, int limit);

  /// What is in a cluster's lane and in its line, in that order.
  List<Status> waiting(String clusterId);

  /// What has not ended and is due to be looked after.
  List<Unfinished> due(Instant now);

  /// What has not ended.
  List<Unfinished> unfinished();

  /// What waits in a lane for its cluster to become ready.
  List<Unfinished> waitingForClusters();

  /// Puts the next look after an unfinished operation off.
  void putOff(Unfinished unfinished, Instant due);

  /// Claims an idempotency key for an operation and writes the operation down, though its cluster
  /// is not known yet. `due` is when nobody can be working on it any more.
  Claiming claim(IdempotencyKey key, Status running, Instant due);

  /// Forgets a claim that did not come to an operation.
  void release(IdempotencyKey key, String operationId);

  /// Writes down how an operation ended that never came to a cluster.
  void end(Status ended);

  /// An operation that has not ended, as the index of those has it.
  ///
  /// @param clusterId empty while the cluster is not known
  /// @param inLane whether it is the lane's item that was found; else it is the operation's own
  /// @param waitsForCluster whether it waits for its cluster to become ready
  record Unfinished(String operationId, String clusterId, boolean inLane, boolean waitsForCluster) {
    public static Unfinished waiting(Status status) {
      return new Unfinished(status.id(), status.operation().clusterId(), false, false);
    }
  }

  /// What claiming a key led to.
  sealed interface Claiming {
    record Claimed() implements Claiming {}

    /// It was claimed before, by a request with these fields.
    record Known(String operationId, String fields) implements Claiming {}
  }
}
