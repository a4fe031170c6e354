package dev.imagemirrors.event;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.util.List;
import java.util.Map;

/// An event that called a function: its shape, its caller and its fields.
///
/// The ID is the API's or Lambda's request ID, or the bus event's ID. `faults` were found while
/// reading the event, and are reported together with those of the fields. `base` is the part of the
/// API's paths before the routes, such as the stage.
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

  /// The fields of an object within the event.
  Event with(Json.Members inner) {
    return new Event(shape, id, actor, base, inner.values(), List.of());
  }

  /// The shape of an event, and so of its reply.
  public enum Shape {
    /// A REST API's or HTTP API's proxy event; both take the same reply.
    API,
    /// An event from the bus, which discards the reply.
    BUS,
    /// The fields themselves, as typed in the console.
    DIRECT
  }
}
