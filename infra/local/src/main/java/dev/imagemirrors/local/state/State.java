package dev.imagemirrors.local.state;

import java.util.SortedMap;

/// Texts by key, of one account and region.
public interface State {
  void put(String key, String value);

  void remove(String key);

  /// Every key that begins so, in order.
  SortedMap<String, String> startingWith(String prefix);
}
