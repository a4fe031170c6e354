package dev.imagemirrors.local.state;

import java.util.SortedMap;
import java.util.TreeMap;

/// Stores nothing, for a stack in memory.
public record NoState() implements State {
  @Override
  public void put(String key, String value) {}

  @Override
  public void remove(String key) {}

  @Override
  public SortedMap<String, String> startingWith(String prefix) {
    return new TreeMap<>();
  }
}
