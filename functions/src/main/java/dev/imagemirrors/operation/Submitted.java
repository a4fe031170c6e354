package dev.imagemirrors.operation;

import java.util.List;

/// What became of a request to write.
public sealed interface Submitted {
  /// It ended, and the history holds how.
  record Ended(Status status, Outcome outcome, List<String> warnings) implements Submitted {
    public Ended {
      warnings = List.copyOf(warnings);
    }
  }

  /// It is written down and will be finished.
  ///
  /// @param queued whether it is in the queue; else it is found by what is written down
  record Accepted(Status status, boolean queued, List<String> warnings) implements Submitted {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /// No cluster, or more than one, has the name; nothing was written down.
  record NoOneCluster(int total) implements Submitted {}

  /// It never came to an operation; nothing was written down.
  record NotAccepted(Refusal why) implements Submitted {}

  /// The same idempotency key came before, with other fields.
  record KeyReused(String operationId) implements Submitted {}
}
