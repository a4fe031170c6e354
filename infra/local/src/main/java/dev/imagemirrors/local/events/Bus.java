package dev.imagemirrors.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.template.BusRule;
import dev.imagemirrors.local.template.TemplateFault;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.event.ruler.GenericMachine;

/// An event bus: its rules and its most recent events.
final class Bus {
  private static final int REMEMBERED = 1000;

  private final GenericMachine<BusRule> rules = GenericMachine.<BusRule>builder().build();
  private final Deque<ObjectNode> events = new ArrayDeque<>();

  Bus(List<BusRule> rules) {
    for (var rule : rules) {
      try {
        this.rules.addRule(rule, rule.pattern().toString());
      } catch (IOException e) {
        throw new TemplateFault(
            "the event pattern of " + rule.function(), String.valueOf(e.getMessage()));
      }
    }
  }

  /// Records the event and returns the target functions.
  Set<String> put(ObjectNode event) {
    synchronized (events) {
      events.addLast(event);
      if (events.size() > REMEMBERED) {
        events.removeFirst();
      }
    }
    try {
      var functions = new LinkedHashSet<String>();
      rules.rulesForJSONEvent(event.toString()).forEach(rule -> functions.add(rule.function()));
      return functions;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot match an event: " + event, e);
    }
  }

  List<ObjectNode> events() {
    synchronized (events) {
      return new ArrayList<>(events);
    }
  }
}
