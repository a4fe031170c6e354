package dev.imagemirrors.operation;

import dev.imagemirrors.history.Head;
import java.time.Instant;

/// A cluster's lane, held: at most one operation changes a cluster at a time.
///
/// @param run names this holder among all that ever held the lane; only it can close what it holds
/// @param resumed whether the operation was found in the lane, left behind by a run that ended
///   without closing it, and so may have reached the cluster already
public record Lane(
    Operation operation, String run, Instant leaseUntil, Head head, boolean resumed) {}
