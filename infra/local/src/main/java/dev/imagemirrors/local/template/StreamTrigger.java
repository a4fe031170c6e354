package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// Changes of a table go to the function, in batches and in order.
///
/// @param retries how often a failed batch is tried again; -1: until it succeeds
/// @param filters patterns of which a record must match one, unless there are none
public record StreamTrigger(
    String function,
    String table,
    int batchSize,
    int retries,
    boolean bisects,
    boolean reportsItemFailures,
    Optional<String> onFailure,
    List<JsonNode> filters) {
  public StreamTrigger {
    filters = List.copyOf(filters);
  }
}
