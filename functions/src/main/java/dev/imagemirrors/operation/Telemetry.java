package dev.imagemirrors.operation;

import java.time.Duration;

/// Whoever watches operations while they run. Nothing depends on what is made of it.
public interface Telemetry {
  /// What is told from here on concerns this cluster.
  void concerns(String clusterId);

  /// A run begins; what is told from here on concerns its operation.
  ///
  /// @param waited since the operation was accepted; told of its first run alone
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
  enum Call {
    ANSWERED,
    /// Another write is in progress there.
    CONFLICT,
    /// No answer, or one that says that OCM, or our way to it, is broken.
    FAILED
  }

  /// Nobody watches.
  Telemetry NONE =
      new Telemetry() {
        @Override
        public void concerns(String clusterId) {}

        @Override
        public void begins(Operation operation, int tries, Duration waited) {}

        @Override
        public void leaves(Duration held) {}

        @Override
        public void waits(Status waiting) {}

        @Override
        public void ends(Status ended, Duration took) {}

        @Override
        public void called(String method, Duration took, Call result) {}

        @Override
        public void retries() {}

        @Override
        public void waiting(int operations, Duration oldest) {}
      };
}
