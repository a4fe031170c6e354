package dev.imagemirrors.operation;

import java.time.Duration;
import java.util.List;

/// Where operations go that could not be finished at once; what is in it is run again and again
/// until it ends.
public interface Queue {
  /// The longest pause that is left to the queue. After a longer one, recovery queues the operation
  /// again.
  Duration MAX_PAUSE = Duration.ofMinutes(15);

  /// The member of a message that holds its schema version.
  String SCHEMA = "schema_version";

  /// False when the queue could not take it: then it is found later, by what it has left in the
  /// store.
  boolean send(Status status);

  /// Lets the message that was received come again after a pause, and those behind it wait as long.
  void postpone(String receipt, Duration pause);

  /// Some of what was received too often.
  List<DeadLetter> deadLetters();

  void remove(DeadLetter letter);

  /// A message that could not be handled; the operation ID is empty where it has none.
  record DeadLetter(String operationId, String receipt) {}
}
