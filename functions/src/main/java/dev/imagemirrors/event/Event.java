package dev.imagemirrors.event;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.util.List;
import java.util.Map;

/// What called a function, read: its shape, who is behind it, and the fields it gives.
///
/// Its ID is the API's or Lambda's request ID, or the bus event's. `faults` are what was wrong
/// already while reading, to be reported together with the rest. `base` is the part of the API's
/// paths that stands before the routes: its stage, say.
public record Event(
    Shape shape,
    String id,
    Actor actor,
    String base,
    Map<String, Json> given,
    List<InvalidField> faults) {
  public Event {
    given = Map.copyOf(given);
    faults = List.copyOf(faults);
  }

  /// The fields of an object within the event, to be read like the event's own.
  Event with(Json.Members inner) {
    return new Event(shape, id, actor, base, inner.values(), List.of());
  }

  /// How an event looks, and so how its reply must look.
  public enum Shape {
    /// A REST API's or HTTP API's proxy event; both take the same reply.
    API,
    /// An event from the bus: nobody waits for the reply.
    BUS,
    /// The fields themselves, as typed in the console.
    DIRECT
  }
}
