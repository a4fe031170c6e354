package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `order` of a list call: `source desc, id`. Ties are ordered by ID.
record Order(List<Key> keys) {
  private static final Pattern KEY =
      Pattern.compile("([a-z_][\\w.]*+)(?:\\s++(asc|desc))?+", Pattern.CASE_INSENSITIVE);

  record Key(String field, boolean descending) {
    Comparator<JsonNode> comparator() {
      Comparator<JsonNode> byText =
          Comparator.comparing(
              document -> Condition.valueIn(document, field).map(JsonNode::asText).orElse(""));
      return descending ? byText.reversed() : byText;
    }
  }

  static Order parse(String text) {
    var keys = new ArrayList<Key>();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        keys.add(key(part.strip()));
      }
    }
    return new Order(List.copyOf(keys));
  }

  private static Key key(String part) {
    Matcher matcher = KEY.matcher(part);
    if (!matcher.matches()) {
      throw Refused.badRequest("Order is not valid: '" + part + "'");
    }
    return new Key(matcher.group(1), "desc".equalsIgnoreCase(matcher.group(2)));
  }

  Order over(Set<String> sortable) {
    for (Key key : keys) {
      if (!sortable.contains(key.field())) {
        throw Refused.badRequest("Field '" + key.field() + "' cannot be ordered by");
      }
    }
    return this;
  }

  Comparator<JsonNode> comparator() {
    Comparator<JsonNode> byId = new Key("id", false).comparator();
    return keys.stream()
        .map(Key::comparator)
        .reduce(Comparator::thenComparing)
        .map(c -> c.thenComparing(byId))
        .orElse(byId);
  }
}
