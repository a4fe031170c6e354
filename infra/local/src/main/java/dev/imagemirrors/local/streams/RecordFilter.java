package dev.imagemirrors.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.template.TemplateFault;
import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.GenericMachine;

/// Selects the records that match a pattern of the trigger, or all if it has none.
final class RecordFilter {
  private final GenericMachine<String> patterns = GenericMachine.<String>builder().build();

  RecordFilter(List<JsonNode> filters) {
    for (var filter : filters) {
      try {
        patterns.addRule(filter.toString(), filter.toString());
      } catch (IOException e) {
        throw new TemplateFault("the filter " + filter, String.valueOf(e.getMessage()));
      }
    }
  }

  boolean matches(JsonNode record) {
    try {
      return patterns.isEmpty() || !patterns.rulesForJSONEvent(record.toString()).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot match a record: " + record, e);
    }
  }
}
