package dev.imagemirrors.operation;

/// What became of a request to write.
public sealed interface Submitted {
  /// It ended, and the history holds how.
  record Ended(Operation operation, Outcome outcome) implements Submitted {}

  /// The time was up with the outcome in doubt. The operation stays in its lane, and the next write
  /// to the cluster finishes it first.
  record Left(Operation operation, Refusal why) implements Submitted {}

  /// No cluster, or more than one, has the name; nothing was written down.
  record NoOneCluster(int total) implements Submitted {}

  /// It never came to an operation; nothing was written down.
  record Unheard(Refusal why) implements Submitted {}
}
