package dev.imagemirrors.cloudwatch;

import java.util.List;

/// The metrics that the functions emit, with the names that alarms and dashboards use.
public enum Metric {
  /// Operations that ended, by kind and outcome.
  OPERATIONS_ENDED("OperationsEnded", "Count", Kept.BY_OUTCOME),
  /// From acceptance to the end.
  OPERATION_DURATION("OperationDuration", "Milliseconds", Kept.BY_KIND),
  /// From acceptance to the first attempt.
  QUEUE_WAIT_TIME("QueueWaitTime", "Milliseconds", Kept.BY_STACK),
  /// How long an attempt held the cluster's lane.
  LANE_HELD_TIME("LaneHeldTime", "Milliseconds", Kept.BY_STACK),
  OCM_LATENCY("OcmLatency", "Milliseconds", Kept.BY_STACK),
  /// Calls to OCM that failed, or that got no answer.
  OCM_ERRORS("OcmErrors", "Count", Kept.BY_STACK),
  /// Replies of OCM with status 409.
  OCM_CONFLICTS("OcmConflicts", "Count", Kept.BY_STACK),
  OCM_RETRIES("OcmRetries", "Count", Kept.BY_STACK),
  /// Operations that have not ended and are not waiting for a cluster to become ready.
  WAITING_OPERATIONS("WaitingOperations", "Count", Kept.BY_STACK),
  /// How long the oldest of those has waited.
  OLDEST_WAITING_OPERATION_AGE("OldestWaitingOperationAge", "Seconds", Kept.BY_STACK),
  /// Entries of a history that the bus will not take.
  UNANNOUNCED_ENTRIES("UnannouncedEntries", "Count", Kept.BY_STACK),
  /// Entries of a history that were changed or removed in its table.
  ALTERED_ENTRIES("AlteredEntries", "Count", Kept.BY_STACK);

  public static final String NAMESPACE = "ImageMirrors";

  private final String label;
  private final String unit;
  private final Kept kept;

  Metric(String label, String unit, Kept kept) {
    this.label = label;
    this.unit = unit;
    this.kept = kept;
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /// The sets of dimensions that it is published with.
  public List<List<String>> dimensions() {
    return switch (kept) {
      case BY_STACK -> List.of(List.of("Stack"));
      case BY_KIND -> List.of(List.of("Stack"), List.of("Stack", "Operation"));
      case BY_OUTCOME ->
          List.of(List.of("Stack", "Outcome"), List.of("Stack", "Operation", "Outcome"));
    };
  }

  private enum Kept {
    BY_STACK,
    BY_KIND,
    BY_OUTCOME
  }
}
