package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;

/// Receives the record of an event that failed permanently.
public interface FailureDestination {
  void send(String arn, JsonNode failure);
}
