package dev.imagemirrors.wiring;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The environment variables of a function. An exception names a missing required variable.
public record Environment(Map<String, String> variables) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  public static Environment system() {
    return new Environment(System.getenv());
  }

  public Environment with(Map<String, String> others) {
    var all = new HashMap<>(variables);
    all.putAll(others);
    return new Environment(all);
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalStateException("the environment variable " + name + " is not set"));
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
