package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.InvalidField;
import java.util.List;

/// The result of submitting a write.
public sealed interface Submitted {
  /// It ended, and the history has its outcome.
  record Ended(Status status, Outcome outcome, List<String> warnings) implements Submitted {
    public Ended {
      warnings = List.copyOf(warnings);
    }
  }

  /// It is stored and will be finished.
  ///
  /// @param queued whether it is in the work queue; if not, recovery finds it in the store
  record Accepted(Status status, boolean queued, List<String> warnings) implements Submitted {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /// No cluster, or more than one, matches; nothing was stored.
  record NoSingleCluster(int total) implements Submitted {}

  /// No operation was accepted; nothing was stored.
  record NotAccepted(Refusal why) implements Submitted {}

  /// A field cannot be stored; nothing was written down.
  record NotStorable(InvalidField fault) implements Submitted {}

  /// The idempotency key was already used with different fields.
  record KeyReused(String operationId) implements Submitted {}
}
