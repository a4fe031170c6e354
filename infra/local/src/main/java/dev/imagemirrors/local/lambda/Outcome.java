package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The outcome of an invocation.
public sealed interface Outcome {
  /// The log lines of the invocation.
  String log();

  /// The function returned.
  @SuppressWarnings("ArrayRecordComponent")
  record Answered(byte[] payload, String log) implements Outcome {}

  /// The function threw, timed out, or could not be loaded.
  ///
  /// @param error Lambda's error payload
  record Failed(ObjectNode error, String log) implements Outcome {}
}
