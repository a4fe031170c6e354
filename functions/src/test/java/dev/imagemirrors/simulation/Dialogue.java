package dev.imagemirrors.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was asked for in a run, and what those who asked were told.
final class Dialogue {
  private final List<Asked> asked = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Long> begun = new HashMap<>();
  private final Set<String> cancelled = new HashSet<>();

  List<Asked> asked() {
    return asked;
  }

  List<Told> told() {
    return told;
  }

  /// Words by which the next thing that is asked for can be known.
  String reason() {
    return "request " + (asked.size() + 1);
  }

  void asks(Asked wish) {
    asked.add(wish);
  }

  void begins(Asked wish, long now) {
    begun.put(wish.reason(), now);
  }

  void hears(Told heard) {
    told.add(heard);
  }

  void cancels(String operation) {
    cancelled.add(operation);
  }

  /// When somebody began to ask.
  long begun(String reason) {
    return begun.getOrDefault(reason, Long.MAX_VALUE);
  }

  /// Whether somebody asked for an operation to be called off.
  boolean cancelled(String operation) {
    return cancelled.contains(operation);
  }

  /// The operations that somebody was told of, in that order.
  List<String> operations() {
    return told.stream().map(Told::operation).flatMap(Optional::stream).toList();
  }
}
