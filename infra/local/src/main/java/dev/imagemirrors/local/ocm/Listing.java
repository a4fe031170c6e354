package dev.imagemirrors.local.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The parameters of a list call: search, order and page. A size of -1 means all.
record Listing(int page, int size, Search search, Order order) {
  private static final int ALL = -1;

  static Listing of(Map<String, String> parameters) {
    int page = number(parameters, "page", 1);
    int size = number(parameters, "size", 100);
    if (page < 1) {
      throw Refused.badRequest("Parameter 'page' must be at least 1");
    }
    if (size < ALL) {
      throw Refused.badRequest("Parameter 'size' must be at least 0, or -1 for all");
    }
    return new Listing(
        page,
        size,
        Search.parse(parameters.getOrDefault("search", "")),
        Order.parse(parameters.getOrDefault("order", "")));
  }

  /// Rejects a search or an order with any other field.
  Listing over(Set<String> fields) {
    return new Listing(page, size, search.over(fields), order.over(fields));
  }

  /// `document` is searched, `shown` is listed.
  <T> ObjectNode reply(
      String kind, Collection<T> all, Function<T, JsonNode> document, Function<T, JsonNode> shown) {
    record Found<T>(T item, JsonNode document) {}
    List<T> matching =
        all.stream()
            .map(item -> new Found<>(item, document.apply(item)))
            .filter(found -> search.matches(found.document()))
            .sorted(Comparator.comparing(Found::document, order.comparator()))
            .map(Found::item)
            .toList();
    List<T> items = pageOf(matching);
    return Json.object()
        .put("kind", kind)
        .put("page", page)
        .put("size", items.size())
        .put("total", matching.size())
        .set("items", Json.array(items.stream().map(shown).toList()));
  }

  private <T> List<T> pageOf(List<T> matching) {
    if (size == ALL) {
      return page == 1 ? matching : List.of();
    }
    return matching.stream().skip((page - 1L) * size).limit(size).toList();
  }

  private static int number(Map<String, String> parameters, String name, int otherwise) {
    String text = parameters.get(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refused.badRequest("Parameter '" + name + "' must be a whole number");
    }
  }
}
