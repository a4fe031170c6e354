package dev.imagemirrors.operation;

import java.time.Duration;

/// Whoever watches operations while they run. Nothing depends on what is made of it.
public interface Telemetry {
  /// What is told from here on concerns this cluster.
  void concerns(String clusterId);

  /// A run begins; what is told from here on concerns its operation.
  ///
  /// @param tries how many runs of it have begun, this one included
  /// @param waited since it was accepted
  void begins(Operation operation, int tries, Duration waited);

  /// A run has held its cluster's lane that long, and does no more.
  void leaves(Duration held);

  /// An operation is put back to wait.
  void waits(Status waiting);

  /// An operation has ended, that long after it was accepted.
  void ends(Status ended, Duration took);

  /// OCM was called.
  void called(String method, Duration took, Call result);

  /// A call to OCM is made once more.
  void retries();

  /// How many operations wait that only we could be holding up, and for how long the oldest of them
  /// has.
  void waiting(int operations, Duration oldest);

  /// What came of a call to OCM.
  sealed interface Call {
    record Answered() implements Call {}

    /// Another write is in progress there.
    record Conflict() implements Call {}

    /// No answer, or one that says that OCM, or our way to it, is broken.
    record Failed(String why) implements Call {}
  }
}
