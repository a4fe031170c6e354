package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// How an invocation ended.
public sealed interface Outcome {
  /// What the invocation logged, one line after the other.
  String log();

  /// The function answered.
  @SuppressWarnings("ArrayRecordComponent")
  record Answered(byte[] payload, String log) implements Outcome {}

  /// It threw, timed out, or could not be started.
  ///
  /// @param error Lambda's error payload
  record Failed(ObjectNode error, String log) implements Outcome {}
}
