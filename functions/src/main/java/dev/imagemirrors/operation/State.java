package dev.imagemirrors.operation;

import java.util.Locale;

/// The state of an operation.
public enum State {
  RUNNING,
  /// Earlier writes to the cluster must finish first.
  WAITING_FOR_LANE,
  WAITING_FOR_CLUSTER,
  WAITING_FOR_OCM,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static State of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public boolean ended() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case RUNNING, WAITING_FOR_LANE, WAITING_FOR_CLUSTER, WAITING_FOR_OCM -> false;
    };
  }

  static State after(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created _,
          Outcome.Updated _,
          Outcome.Deleted _,
          Outcome.Unchanged _,
          Outcome.Applied _ ->
          SUCCEEDED;
      case Outcome.Refused(Refusal.Cancelled _) -> CANCELLED;
      case Outcome.Refused _, Outcome.Stopped _ -> FAILED;
    };
  }
}
