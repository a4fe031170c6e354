package dev.imagemirrors.local.ocm;

import java.time.Duration;

/// The validation settings of writes, which hooks can change.
record Rules(Behaviour behaviour, Duration conflictWindow) {
  static final Rules SEED = new Rules(Behaviour.SEED, Duration.ZERO);

  Rules with(Behaviour changed) {
    return new Rules(changed, conflictWindow);
  }

  Rules withConflictWindow(Duration window) {
    return new Rules(behaviour, window);
  }
}
