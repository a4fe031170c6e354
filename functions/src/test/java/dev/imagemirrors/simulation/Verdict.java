package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Which promises were looked at, how often, and which were not kept.
final class Verdict {
  private final LongSupplier now;
  private final Trace story;
  private final Map<Invariant, Integer> checks = new EnumMap<>(Invariant.class);
  private final List<Broken> broken = new ArrayList<>();

  Verdict(LongSupplier now, Trace story) {
    this.now = now;
    this.story = story;
  }

  /// Says whether a promise was kept, and, where it was not, how it was not.
  void require(boolean kept, Invariant promise, Supplier<String> how) {
    checks.merge(promise, 1, Integer::sum);
    if (!kept) {
      breaks(promise, how.get());
    }
  }

  void breaks(Invariant promise, String how) {
    var seen = new Broken(promise, now.getAsLong(), how);
    story.tell("BROKEN", seen.toString());
    broken.add(seen);
  }

  List<Broken> broken() {
    return List.copyOf(broken);
  }

  Map<Invariant, Integer> checks() {
    return checks;
  }
}
