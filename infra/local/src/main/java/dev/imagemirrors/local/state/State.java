package dev.imagemirrors.local.state;

import java.util.SortedMap;

/// Strings by key, for one account and region.
public interface State {
  void put(String key, String value);

  void remove(String key);

  /// The keys with a prefix, in order.
  SortedMap<String, String> startingWith(String prefix);
}
