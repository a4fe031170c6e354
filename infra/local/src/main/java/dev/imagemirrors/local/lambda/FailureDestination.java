package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;

/// Takes the record of what failed for good.
public interface FailureDestination {
  void send(String arn, JsonNode failure);
}
