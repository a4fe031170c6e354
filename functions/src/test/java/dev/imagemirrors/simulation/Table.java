package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items of one table, and their recent versions for indexes, which lag behind.
final class Table {
  private static final long REMEMBERED = 10_000_000_000L;

  private final Order order;
  private final Map<String, Index> indexes;
  private final Map<List<AttributeValue>, List<Version>> items;

  /// The key attributes that sort the items.
  record Order(String hash, String range) {
    List<AttributeValue> key(Map<String, AttributeValue> item) {
      var hashed = item.get(hash);
      var ranged = item.get(range);
      if (hashed == null || ranged == null) {
        throw new IllegalStateException("item without a key: " + item.keySet());
      }
      return List.of(hashed, ranged);
    }

    boolean has(Map<String, AttributeValue> item) {
      return item.containsKey(hash) && item.containsKey(range);
    }

    Comparator<Map<String, AttributeValue>> comparator() {
      return Comparator.comparing(this::key, Order::compare);
    }

    private static int compare(List<AttributeValue> one, List<AttributeValue> other) {
      var byHash = Values.order(one.getFirst(), other.getFirst());
      return byHash != 0 ? byHash : Values.order(one.getLast(), other.getLast());
    }
  }

  /// @param projected the attributes besides both keys; empty for all
  record Index(Order order, Set<String> projected) {}

  Map<String, Index> indexes() {
    return indexes;
  }

  /// The attribute by which the table or an index is partitioned.
  AttributeValue hash(@Nullable String index, Map<String, AttributeValue> item) {
    return Objects.requireNonNull(item.get(order(index).hash()));
  }

  /// What an index has of an item; empty if it does not have it.
  Map<String, AttributeValue> entry(Index index, Map<String, AttributeValue> item) {
    return index.order().has(item) ? projected(index, item) : Map.of();
  }

  private record Version(long at, Map<String, AttributeValue> item) {}

  Table(Order order, Map<String, Index> indexes) {
    this.order = order;
    this.indexes = indexes;
    this.items = new TreeMap<>(Order::compare);
  }

  Order order(@Nullable String index) {
    return index == null ? order : index(index).order();
  }

  private Index index(String name) {
    var index = indexes.get(name);
    if (index == null) {
      throw new IllegalStateException("unknown index " + name);
    }
    return index;
  }

  /// The item with a key; empty if there is none.
  Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    var versions = items.get(order.key(key));
    return versions == null ? Map.of() : versions.getLast().item();
  }

  /// The item at a past moment.
  Map<String, AttributeValue> item(Map<String, AttributeValue> key, long then) {
    var versions = items.get(order.key(key));
    return versions == null ? Map.of() : versionOf(versions, then);
  }

  /// An empty item deletes.
  void put(Map<String, AttributeValue> key, Map<String, AttributeValue> item, long now) {
    var versions = items.computeIfAbsent(order.key(key), _ -> new ArrayList<>());
    while (versions.size() > 1 && versions.get(1).at() < now - REMEMBERED) {
      versions.removeFirst();
    }
    versions.add(new Version(now, Map.copyOf(item)));
  }

  List<Map<String, AttributeValue>> all() {
    return items.values().stream()
        .map(versions -> versions.getLast().item())
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// The content at a past moment.
  List<Map<String, AttributeValue>> all(long then) {
    return items.values().stream()
        .map(versions -> versionOf(versions, then))
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// The content of an index at a past moment, in its own order.
  List<Map<String, AttributeValue>> all(String name, long then) {
    var index = index(name);
    return items.values().stream()
        .map(versions -> versionOf(versions, then))
        .filter(index.order()::has)
        .sorted(index.order().comparator())
        .map(item -> projected(index, item))
        .toList();
  }

  private static Map<String, AttributeValue> versionOf(List<Version> versions, long then) {
    for (var i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).at() <= then) {
        return versions.get(i).item();
      }
    }
    return Map.of();
  }

  private Map<String, AttributeValue> projected(Index index, Map<String, AttributeValue> item) {
    if (index.projected().isEmpty()) {
      return item;
    }
    var kept = new HashMap<>(item);
    kept.keySet()
        .removeIf(name ->
            !index.projected().contains(name)
                && !List.of(
                        order.hash(), order.range(), index.order().hash(), index.order().range())
                    .contains(name));
    return kept;
  }
}
