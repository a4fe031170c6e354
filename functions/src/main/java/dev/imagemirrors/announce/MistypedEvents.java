package dev.imagemirrors.announce;

import static java.util.Objects.requireNonNullElse;

import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Spelling;
import dev.imagemirrors.handler.EventHandler;
import dev.imagemirrors.handler.RequestHandler;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.text.Text;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Wiring;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Refuses events from the bus whose detail type is like that of a request, but which no function
/// acts on, such as `Create Image mirror`. Without this, such an event would be lost silently.
/// Events of other shapes go to another handler.
final class MistypedEvents implements EventHandler {
  /// The detail types that functions act on.
  private static final List<String> KNOWN =
      List.of(
          "Create Image Mirror",
          "Edit Image Mirror",
          "Delete Image Mirror",
          "Apply Image Mirrors",
          "Cluster Ready");

  /// How the detail types of announcements begin. The events of others that begin so report
  /// something; requests begin with a verb.
  private static final String REPORT = "imagemirror";

  private static final Json NOTHING = Json.object().build();
  private static final int MAX_TYPE = 100;

  private final EventHandler others;

  MistypedEvents(EventHandler others) {
    this.others = others;
  }

  @Override
  public Json answer(byte[] event, Wiring wiring, Invocation invocation) {
    var type = detailType(event);
    if (type.isEmpty()) {
      return others.answer(event, wiring, invocation);
    }
    // The rule on the bus cannot leave out the detail types that it should not match.
    if (KNOWN.contains(type) || letters(type).startsWith(REPORT)) {
      return NOTHING;
    }
    var fault =
        new InvalidField("detail-type", "is unknown: '%s'%s".formatted(shown(type), hint(type)));
    return RequestHandler.writing(
            (_, _) -> {
              throw new Faults(List.of(fault));
            })
        .answer(event, wiring, invocation);
  }

  /// The detail type of an event from the bus; empty for any other event.
  private static String detailType(byte[] event) {
    try {
      var read = JsonReader.read(event);
      return read.at("detail") instanceof Json.Null
          ? ""
          : requireNonNullElse(read.at("detail-type").asText(), "");
    } catch (JsonFault _) {
      return "";
    }
  }

  private static String shown(String type) {
    return Text.shortened(Text.printable(type), MAX_TYPE);
  }

  private static String hint(String type) {
    var known = KNOWN.stream().collect(Collectors.toMap(MistypedEvents::letters, each -> each));
    return Spelling.nearest(letters(type), known.keySet())
        .map(near -> "; did you mean '" + known.get(near) + "'?")
        .orElse("; use one of " + String.join(", ", KNOWN));
  }

  private static String letters(String type) {
    return type.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
