package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Counts the checks of each invariant and records violations.
final class Assertions {
  private final LongSupplier now;
  private final Trace trace;
  private final Map<Invariant, Integer> checks = new EnumMap<>(Invariant.class);
  private final List<Violation> violations = new ArrayList<>();

  Assertions(LongSupplier now, Trace trace) {
    this.now = now;
    this.trace = trace;
  }

  /// Records one check of an invariant, and the violation if it failed.
  void require(boolean holds, Invariant invariant, Supplier<String> detail) {
    checks.merge(invariant, 1, Integer::sum);
    if (!holds) {
      fail(invariant, detail.get());
    }
  }

  void fail(Invariant invariant, String detail) {
    var seen = new Violation(invariant, now.getAsLong(), detail);
    trace.add("VIOLATION", seen.toString());
    violations.add(seen);
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  Map<Invariant, Integer> checks() {
    return checks;
  }
}
