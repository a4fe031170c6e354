package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/// The SQL-like `search` of a list call.
record Search(Condition condition) {
  private static final int MAXIMUM_LENGTH = 10_000;

  static Search parse(String text) {
    if (text.length() > MAXIMUM_LENGTH) {
      throw Refused.badRequest("Search is longer than " + MAXIMUM_LENGTH + " characters");
    }
    return text.isBlank()
        ? new Search(new Condition.All(List.of()))
        : new Search(SearchParser.parse(text));
  }

  Search over(Set<String> searchable) {
    for (String field : condition.fields()) {
      if (!searchable.contains(field)) {
        throw Refused.badRequest("Field '" + field + "' cannot be searched");
      }
    }
    return this;
  }

  boolean matches(JsonNode document) {
    return condition.holds(document);
  }

  static Refused syntaxError(String what, int position) {
    return Refused.badRequest(
        "Search is not valid at position %d: %s".formatted(position + 1, what));
  }
}
