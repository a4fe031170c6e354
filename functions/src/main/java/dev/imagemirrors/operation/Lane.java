package dev.imagemirrors.operation;

import dev.imagemirrors.history.Head;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cluster's lane, held: at most one operation changes a cluster at a time.
///
/// @param holder names this holder among all that ever held the lane; only it can close what it
///   holds
/// @param inDoubt whether an earlier run may have reached the cluster with the operation
/// @param tries how many runs of the operation have been begun, this one included
/// @param sending of a set, the change that was last marked as being sent
/// @param sources what is recorded as mirrored on the cluster
public record Lane(
    Operation operation,
    String holder,
    Instant leaseUntil,
    Head head,
    boolean inDoubt,
    int tries,
    Progress progress,
    @Nullable Sending sending,
    Set<String> sources) {
  public Lane {
    sources = Set.copyOf(sources);
  }

  public Lane withHead(Head moved) {
    return new Lane(
        operation, holder, leaseUntil, moved, inDoubt, tries, progress, sending, sources);
  }

  public Lane withProgress(Progress now, @Nullable Sending next) {
    return new Lane(operation, holder, leaseUntil, head, inDoubt, tries, now, next, sources);
  }

  /// The lane after the record of a change was written.
  public Lane recording(Outcome change) {
    var recorded = new HashSet<>(sources);
    switch (RecordChange.of(operation.write(), change)) {
      case RecordChange.Put(var mirror) -> recorded.add(mirror.source());
      case RecordChange.Delete(var source) -> recorded.remove(source);
      case RecordChange.DeleteNamed _, RecordChange.None _ -> {}
    }
    return new Lane(
        operation, holder, leaseUntil, head, inDoubt, tries, progress, sending, recorded);
  }
}
