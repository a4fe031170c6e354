package dev.imagemirrors.operation;

import dev.imagemirrors.history.Head;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A cluster's lane as its holder sees it: at most one operation changes a cluster at a time.
///
/// @param holder the ID of this holder, unique among all holders of the lane; only the current
///   holder can close the lane
/// @param inDoubt whether an earlier attempt may have changed the cluster
/// @param attempts how many attempts have started, including this one
/// @param sending for a set, the change that was last marked as being sent
public record Lane(
    Operation operation,
    String holder,
    Instant leaseUntil,
    Head head,
    boolean inDoubt,
    int attempts,
    Progress progress,
    @Nullable Sending sending) {
  public Lane withHead(Head moved) {
    return new Lane(operation, holder, leaseUntil, moved, inDoubt, attempts, progress, sending);
  }

  public Lane withProgress(Progress now, @Nullable Sending next) {
    return new Lane(operation, holder, leaseUntil, head, inDoubt, attempts, now, next);
  }
}
