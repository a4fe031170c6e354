package dev.imagemirrors.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operation and how far it is.
///
/// @param tries how many runs have been begun
/// @param nextTry when it is tried again, while it waits
/// @param why what it waits for, in words
public record Status(
    Operation operation,
    State state,
    Progress progress,
    int tries,
    @Nullable Instant nextTry,
    @Nullable String why,
    @Nullable Outcome outcome) {
  public String id() {
    return operation.id();
  }

  public static Status running(Operation operation) {
    return new Status(
        operation, State.RUNNING, Progress.of(operation.write()), 0, null, null, null);
  }

  public static Status queued(Operation operation) {
    return new Status(
        operation,
        State.WAITING_FOR_LANE,
        Progress.of(operation.write()),
        0,
        null,
        "other writes to the cluster were accepted before it",
        null);
  }

  public static Status waiting(Lane lane, State state, Instant nextTry, String why) {
    return new Status(lane.operation(), state, lane.progress(), lane.tries(), nextTry, why, null);
  }

  public static Status ended(Lane lane, Outcome outcome) {
    return new Status(
        lane.operation(), State.after(outcome), lane.progress(), lane.tries(), null, null, outcome);
  }

  public Status waitingForOcm(Instant next, String reason) {
    return new Status(operation, State.WAITING_FOR_OCM, progress, tries, next, reason, null);
  }

  /// The same operation, ended without having been run to its end.
  public Status endedBy(Outcome outcome) {
    return new Status(operation, State.after(outcome), progress, tries, null, null, outcome);
  }
}
