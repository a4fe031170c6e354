package dev.imagemirrors.operation;

import java.time.Duration;
import java.util.List;

/// The work queue: holds operations that did not finish within their request. Each is attempted
/// until it ends.
public interface Queue {
  /// The longest pause that the queue supports. After a longer one, recovery queues the operation
  /// again.
  Duration MAX_PAUSE = Duration.ofMinutes(15);

  /// The member of a message that holds its schema version.
  String SCHEMA = "schema_version";

  /// False when the queue is unavailable: then recovery finds the operation in the store.
  boolean send(Status status);

  /// Makes a received message visible again after a pause. The messages behind it in its group wait
  /// as long.
  void postpone(String receipt, Duration pause);

  /// Some of the messages that were received too often.
  List<DeadLetter> deadLetters();

  void remove(DeadLetter deadLetter);

  /// A message that could not be handled; the operation ID is empty where it has none.
  record DeadLetter(String operationId, String receipt) {}
}
