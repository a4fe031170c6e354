package dev.imagemirrors.operation;

import java.time.Duration;

/// Receives the events of operations while they run. Nothing depends on what it does with them.
public interface Telemetry {
  /// The cluster of the request is known; later events concern it.
  void clusterFound(String clusterId);

  /// What is told from here on concerns this operation.
  void concernsOperation(String operationId);

  /// An attempt starts; later events concern its operation.
  ///
  /// @param attempts how many attempts have started, including this one
  /// @param waited the time since the operation was accepted
  void attemptStarted(Operation operation, int attempts, Duration waited);

  /// An attempt has ended, and held its cluster's lane for this long.
  void laneReleased(Duration held);

  /// An operation was parked until its next attempt.
  void operationParked(Status waiting);

  /// An operation has ended, this long after it was accepted.
  void operationEnded(Status ended, Duration took);

  /// A call to OCM has ended.
  void ocmCalled(String method, Duration took, Call result);

  /// A call to OCM is repeated.
  void ocmRetried();

  /// The operations that have not ended, without those that wait for a cluster to become ready, and
  /// the age of the oldest.
  void operationsWaiting(int operations, Duration oldest);

  /// The work queue has dropped a message of an operation.
  ///
  /// @param operationId empty where the message has none
  void deadLetterFound(String operationId);

  /// An entry of a history that the bus will not take, however often it is sent.
  void unannounced(String clusterId, String number, String why);

  /// The bus could not take announcements now.
  void unavailable(String why);

  /// An entry of a history was changed or removed in its table.
  void altered(String clusterId, String number, boolean removed);

  /// The checkpoint of an entry was not added. It is added with a later one.
  void noCheckpoint(String clusterId, long number, String why);

  /// The result of a call to OCM.
  sealed interface Call {
    record Answered() implements Call {}

    /// Another write is in progress on the cluster.
    record Conflict() implements Call {}

    /// There was no answer, or one that shows a fault of OCM or of the connection to it.
    record Failed(String why) implements Call {}
  }
}
