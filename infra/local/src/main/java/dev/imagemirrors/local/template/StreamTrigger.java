package dev.imagemirrors.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// Sends changes of a table to a function, in batches and in order.
///
/// @param retries how often a failed batch is retried; -1 for no limit
/// @param filters patterns, one of which a record must match; if empty, every record matches
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
