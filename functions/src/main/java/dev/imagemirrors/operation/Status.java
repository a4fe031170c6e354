package dev.imagemirrors.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operation and its progress.
///
/// @param attempts how many attempts have started
/// @param nextAttempt the time of the next attempt, while it waits
/// @param waitReason what it waits for, for a person
public record Status(
    Operation operation,
    State state,
    Progress progress,
    int attempts,
    @Nullable Instant nextAttempt,
    @Nullable String waitReason,
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
        "earlier writes to the cluster must finish first",
        null);
  }

  public static Status waiting(Lane lane, State state, Instant nextAttempt, String reason) {
    return new Status(
        lane.operation(), state, lane.progress(), lane.attempts(), nextAttempt, reason, null);
  }

  public static Status ended(Lane lane, Outcome outcome) {
    return new Status(
        lane.operation(),
        State.after(outcome),
        lane.progress(),
        lane.attempts(),
        null,
        null,
        outcome);
  }

  public Status waitingForOcm(Instant next, String reason) {
    return new Status(operation, State.WAITING_FOR_OCM, progress, attempts, next, reason, null);
  }

  /// The same operation, ended outside the lane.
  public Status endedBy(Outcome outcome) {
    return new Status(operation, State.after(outcome), progress, attempts, null, null, outcome);
  }
}
