package dev.imagemirrors.simulation;

import java.time.Duration;

/// A world for the functions: what surrounds them, who calls them, and what must hold there besides
/// all other invariants.
interface Scenario {
  String description();

  /// Whether random faults are injected.
  default boolean isFaulty() {
    return false;
  }

  Surroundings surroundings(FaultInjector faults);

  /// Plays until all callers have come.
  void play(World world);

  /// How long it takes at most, in virtual time.
  Duration longest(World world);

  /// Checks the invariants of this scenario.
  default void check(FinalState end, Assertions assertions) {}
}
