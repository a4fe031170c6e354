package dev.imagemirrors.operation;

import dev.imagemirrors.history.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All operations: unfinished ones, and ended ones for some time.
public interface Operations {
  /// The parts into which unfinished operations are divided, by cluster.
  int SHARDS = 16;

  static int shard(Operation operation) {
    var id = operation.clusterId().isEmpty() ? operation.id() : operation.clusterId();
    return Math.floorMod(id.hashCode(), SHARDS);
  }

  Optional<Status> find(String id);

  /// A page of the selected operations on a cluster, in the order of the selection. It can have
  /// fewer than `limit` operations, or none, although more follow: what one call reads is bounded.
  ///
  /// @param position the ID after which the page begins; null for the first page
  Page<Status, String> of(
      String clusterId, OperationSelection selection, @Nullable String position, int limit);

  /// The operations in a cluster's lane and its queue, in that order.
  List<Status> waiting(String clusterId);

  /// The unfinished operations of a shard that recovery must check now, the one that is due for
  /// longest first. They are read while they are iterated over.
  Iterable<Unfinished> due(int shard, Instant now);

  /// The unfinished operations of a shard.
  Iterable<Unfinished> unfinished(int shard);

  /// All unfinished operations.
  default List<Unfinished> unfinished() {
    var all = new ArrayList<Unfinished>();
    for (var shard = 0; shard < SHARDS; shard++) {
      unfinished(shard).forEach(all::add);
    }
    return all;
  }

  /// Postpones the next check of an unfinished operation, and counts this one.
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

  /// Counts a refusal of an operation's caller on its cluster in a window of time.
  RefusalCount countRefusal(Operation operation, Instant window, Instant expires);

  /// Ends an operation that cannot be read and never came to a cluster, as failed for the reason
  /// given.
  void discard(Unreadable operation, String reason, Instant now);

  /// An unfinished operation, as the index has it.
  ///
  /// @param clusterId empty while the cluster is not known
  /// @param state its state when it was stored last, which can differ while it is in the lane
  /// @param checks how often recovery has checked it since
  record Unfinished(String operationId, String clusterId, State state, int checks) {
    public static Unfinished of(Status status) {
      return new Unfinished(status.id(), status.operation().clusterId(), status.state(), 0);
    }
  }

  /// The refusals of a caller on a cluster.
  ///
  /// @param number how many there are in the window, with this one
  /// @param before how many there were in the window before; 0 except for the first in a window
  record RefusalCount(int number, int before) {}

  /// The result of claiming a key.
  sealed interface Claiming {
    record Claimed() implements Claiming {}

    /// An earlier request with these fields claimed it.
    record AlreadyClaimed(String operationId, String fields) implements Claiming {}
  }
}
