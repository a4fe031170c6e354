package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;

/// The items of a batch that a function failed to handle.
///
/// As in Lambda, an exception fails all items. Without ReportBatchItemFailures, or with an empty
/// reply, none fail. An unreadable reply, or one with an unknown item, fails all.
public final class BatchFailures {
  private BatchFailures() {}

  public static Set<String> of(Outcome outcome, boolean reported, Set<String> batch) {
    return switch (outcome) {
      case Outcome.Failed _ -> batch;
      case Outcome.Answered answered -> reported ? reported(answered.payload(), batch) : Set.of();
    };
  }

  private static Set<String> reported(byte[] payload, Set<String> batch) {
    JsonNode reply;
    try {
      reply = Json.read(payload);
    } catch (JsonProcessingException e) {
      return batch;
    }
    var failed = new LinkedHashSet<String>();
    for (var failure : reply.path("batchItemFailures")) {
      failed.add(failure.path("itemIdentifier").asText());
    }
    return batch.containsAll(failed) ? failed : batch;
  }
}
