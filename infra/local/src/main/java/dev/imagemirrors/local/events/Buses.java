package dev.imagemirrors.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;

/// The event buses of one account and region.
public final class Buses {
  private final Map<String, Bus> byName = new LinkedHashMap<>();
  private final Functions functions;
  private final AsyncInvocations async;

  public Buses(Template template, Functions functions, AsyncInvocations async) {
    this.functions = functions;
    this.async = async;
    for (var name : template.buses()) {
      byName.put(
          name,
          new Bus(template.rules().stream().filter(rule -> rule.bus().equals(name)).toList()));
    }
  }

  boolean has(String bus) {
    return byName.containsKey(bus);
  }

  void put(String bus, ObjectNode event) {
    var matching = byName.get(bus);
    if (matching == null) {
      return;
    }
    for (var function : matching.put(event)) {
      functions.named(function).ifPresent(target -> async.invoke(target, Json.bytes(event)));
    }
  }

  /// The most recent events of each bus, oldest first.
  public JsonNode events() {
    var all = Json.object();
    byName.forEach((name, bus) ->
        bus.events().forEach(all.withArray("/" + name.replace("~", "~0").replace("/", "~1"))::add));
    return all;
  }
}
