package dev.imagemirrors.simulation;

import java.util.List;

/// All scenarios.
final class Scenarios {
  /// Random faults of all kinds.
  static final Scenario FAULTS = new InjectedFaults();

  /// The scenarios without random faults, each with one difficulty that lasts.
  static final List<Scenario> LASTING =
      List.of(
          new ThrottledAccount(),
          new HotPartition(),
          new ReservedConcurrency(),
          new LongOutage(),
          new StarvedRecovery());

  private Scenarios() {}
}
