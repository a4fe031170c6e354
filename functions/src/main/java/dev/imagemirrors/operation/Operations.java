package dev.imagemirrors.operation;

import dev.imagemirrors.history.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All operations: unfinished ones, and ended ones for some time.
public interface Operations {
  Optional<Status> find(String id);

  /// A page of the selected operations on a cluster, in the order of the selection. It can have
  /// fewer than `limit` operations, or none, although more follow: what one call reads is bounded.
  ///
  /// @param position the ID after which the page begins; null for the first page
  Page<Status, String> of(
      String clusterId, OperationSelection selection, @Nullable String position, int limit);

  /// The operations in a cluster's lane and its queue, in that order.
  List<Status> waiting(String clusterId);

  /// The unfinished operations that recovery must check now.
  List<Unfinished> due(Instant now);

  /// The unfinished operations.
  List<Unfinished> unfinished();

  /// The operations that wait in a lane for their cluster to become ready.
  List<Unfinished> waitingForClusters();

  /// Postpones the next check of an unfinished operation.
  void postpone(Unfinished unfinished, Instant due);

  /// Claims an idempotency key for an operation and stores the operation, although its cluster is
  /// not known yet. By `due`, the request has ended.
  Claiming claim(IdempotencyKey key, Status running, Instant due);

  /// Claims a key that a cancelled operation still has: a cancelled operation frees its key, so the
  /// request can be sent again.
  Claiming reclaim(IdempotencyKey key, Status running, Instant due, String cancelled);

  /// Releases a claim for which no operation was accepted.
  void release(IdempotencyKey key, String operationId);

  /// Stores the outcome of an operation without a cluster.
  void end(Status ended);

  /// Ends an operation that cannot be read and never came to a cluster, as failed for the reason
  /// given.
  void discard(Unreadable operation, String reason, Instant now);

  /// An unfinished operation, as the index has it.
  ///
  /// @param clusterId empty while the cluster is not known
  /// @param inLane whether the index entry is the lane's item; otherwise it is the operation's own
  /// @param waitsForCluster whether it waits for its cluster to become ready
  record Unfinished(String operationId, String clusterId, boolean inLane, boolean waitsForCluster) {
    public static Unfinished waiting(Status status) {
      return new Unfinished(status.id(), status.operation().clusterId(), false, false);
    }
  }

  /// The result of claiming a key.
  sealed interface Claiming {
    record Claimed() implements Claiming {}

    /// An earlier request with these fields claimed it.
    record AlreadyClaimed(String operationId, String fields) implements Claiming {}
  }
}
