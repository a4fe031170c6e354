package dev.imagemirrors.local.ocm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pending faults; the oldest one that matches a call is applied.
final class Faults {
  private final List<Fault> waiting = new ArrayList<>();

  synchronized void add(Fault fault) {
    waiting.add(fault);
  }

  synchronized Optional<Fault> take(Call call) {
    for (int i = 0; i < waiting.size(); i++) {
      Fault fault = waiting.get(i);
      if (fault.fits(call)) {
        if (fault.times() > 1) {
          waiting.set(i, fault.left(fault.times() - 1));
        } else {
          waiting.remove(i);
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  synchronized void clear() {
    waiting.clear();
  }

  /// The number of calls that will still get a fault.
  synchronized int left() {
    return waiting.stream().mapToInt(Fault::times).sum();
  }
}
