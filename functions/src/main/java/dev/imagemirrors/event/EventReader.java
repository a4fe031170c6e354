package dev.imagemirrors.event;

import dev.imagemirrors.event.Event.Shape;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.text.Text;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an event of any shape. A fault in a field does not stop the reading, so that all faults
/// are reported at once. Only an event that is not a JSON object has no shape.
public final class EventReader {
  static final int MAX_JSON_BYTES = 256 * 1024;

  private static final int MAX_NAME = 2_048;
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  private final Map<String, Json> given = new LinkedHashMap<>();
  private final List<InvalidField> faults = new ArrayList<>();

  private final boolean fromService;

  private EventReader(boolean fromService) {
    this.fromService = fromService;
  }

  /// Reads an event; throws [InvalidField] when it is not a JSON object.
  ///
  /// @param fromService whether an AWS service sent it. The payload of anybody else may have the
  ///   shape of a service's event, and then names no caller.
  public static Event read(byte[] event, String requestId, boolean fromService) {
    return new EventReader(fromService).readEvent(event, requestId);
  }

  private Event readEvent(byte[] bytes, String requestId) {
    var event = parse(bytes);
    var proxied = new ProxyEvent(event);
    if (proxied.isComplete()) {
      return api(proxied, requestId);
    }
    if (event.at("detail-type").asText() != null && event.values().containsKey("detail")) {
      return bus(event, bytes.length, requestId);
    }
    if (tooLarge(bytes.length)) {
      faults.add(tooLarge("event", bytes.length));
    } else {
      give(event);
    }
    return new Event(Shape.DIRECT, requestId, direct(requestId), "", given, faults);
  }

  private static Actor direct(String requestId) {
    return new Actor(Actor.Via.DIRECT, requestId, null, null);
  }

  private static Json.Members parse(byte[] bytes) {
    try {
      if (JsonReader.read(bytes) instanceof Json.Members members) {
        return members;
      }
      throw new InvalidField("event", "must be a JSON object");
    } catch (JsonFault fault) {
      throw new InvalidField("event", fault.reason());
    }
  }

  private Event api(ProxyEvent event, String requestId) {
    event.pathParameters().forEach((name, value) -> give(name, decoded(name, value)));
    event.eachParameter(this::give);
    headers(event);
    body(event);
    var id = bounded(event.requestId());
    return new Event(
        Shape.API,
        id == null ? requestId : id,
        fromService ? caller(event, id) : direct(requestId),
        base(event),
        given,
        faults);
  }

  /// The part of the path before the routes, which begin with `clusters` or `operations`.
  private static String base(ProxyEvent event) {
    var path = bounded(event.pathWithStage());
    if (path == null) {
      return "";
    }
    var clusters = path.indexOf("/clusters/");
    var route = clusters < 0 ? path.indexOf("/operations/") : clusters;
    return route < 0 ? "" : path.substring(0, route);
  }

  /// REST APIs leave path parameters percent-encoded. No ID and no source contains a `%`.
  private Json decoded(String name, Json value) {
    var text = value.asText();
    if (text == null || text.indexOf('%') < 0) {
      return value;
    }
    try {
      return Json.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      faults.add(new InvalidField(name, "has invalid percent-encoding"));
      return value;
    }
  }

  /// A version applies only to an existing mirror, and an idempotency key only to a write.
  private void headers(ProxyEvent event) {
    var reads = "GET".equals(event.method());
    var creates = "POST".equals(event.method());
    event
        .headers()
        .forEach((name, value) -> {
          var text = value.asText();
          if (text != null && !reads && !creates && name.equalsIgnoreCase("if-match")) {
            ifMatch(text.strip());
          }
          if (!reads && name.equalsIgnoreCase("idempotency-key")) {
            give("idempotency_key", value);
          }
        });
  }

  private void ifMatch(String tag) {
    if (!tag.equals("*")) {
      give("version", Json.of(unquoted(tag.startsWith("W/") ? tag.substring(2) : tag)));
    }
  }

  private static String unquoted(String tag) {
    var quoted = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }

  /// A YAML body is a document, which only some functions read.
  private static boolean isYaml(ProxyEvent event) {
    return event.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
        .map(header -> String.valueOf(header.getValue().asText()).toLowerCase(Locale.ROOT))
        .map(type -> type.split(";", 2)[0].strip())
        .anyMatch(YAML::contains);
  }

  private void body(ProxyEvent event) {
    var text = event.body().asText();
    if (text == null && !event.body().equals(Json.Null.NULL)) {
      faults.add(new InvalidField("body", "must be a string"));
    }
    if (text == null || text.isBlank()) {
      return;
    }
    try {
      var bytes = ProxyEvent.bytes(text, event.isBase64());
      if (tooLarge(bytes.length)) {
        faults.add(tooLarge("body", bytes.length));
      } else if (isYaml(event)) {
        give("document", Json.of(DocumentBody.text(bytes)));
      } else {
        json(bytes, "PUT".equals(event.method()));
      }
    } catch (InvalidField fault) {
      faults.add(fault);
    }
  }

  /// A body that is not marked as YAML. Only a whole set can be a document.
  private void json(byte[] bytes, boolean isSet) {
    try {
      var body =
          DocumentBody.isUtf16(bytes)
              ? JsonReader.read(DocumentBody.text(bytes).strip())
              : JsonReader.read(bytes);
      if (isSet && (DocumentBody.isDocument(body) || body instanceof Json.Items)) {
        give("document", Json.of(DocumentBody.text(bytes)));
      } else if (body instanceof Json.Members members) {
        give(members);
      } else {
        faults.add(new InvalidField("body", "must be a JSON object"));
      }
    } catch (JsonFault fault) {
      var text = new String(bytes, StandardCharsets.UTF_8);
      if (isSet && DocumentBody.isUtf16(bytes)) {
        give("document", Json.of(DocumentBody.text(bytes)));
      } else if (isSet && DocumentBody.isDocument(text)) {
        give("document", Json.of(text));
      } else {
        var hint = isSet ? "; send YAML with the content type application/yaml" : "";
        faults.add(new InvalidField("body", fault.reason() + hint));
      }
    }
  }

  private static Actor caller(ProxyEvent event, @Nullable String id) {
    var caller = bounded(event.caller());
    var address = bounded(event.address());
    return new Actor(
        Actor.Via.API,
        caller == null ? "anonymous" + (address == null ? "" : " from " + address) : caller,
        bounded(event.account()),
        id);
  }

  /// Names are stored with every operation, so their length is limited.
  static @Nullable String bounded(@Nullable String name) {
    return name == null || name.isEmpty() ? null : Text.shortened(Text.printable(name), MAX_NAME);
  }

  private Event bus(Json event, int length, String requestId) {
    var id = bounded(event.at("id").asText());
    var source = bounded(event.at("source").asText());
    if (tooLarge(length)) {
      faults.add(tooLarge("detail", length));
    } else if (event.at("detail") instanceof Json.Members detail) {
      give(detail);
    } else {
      faults.add(new InvalidField("detail", "must be a JSON object"));
    }
    var actor =
        fromService
            ? new Actor(
                Actor.Via.BUS,
                source == null ? "unknown source" : source,
                bounded(event.at("account").asText()),
                id)
            : direct(requestId);
    return new Event(Shape.BUS, id == null ? "none" : id, actor, "", given, faults);
  }

  private void give(Json.Members fields) {
    fields.values().forEach(this::give);
  }

  private void give(String name, Json value) {
    var earlier = given.putIfAbsent(name, value);
    if (earlier != null && !same(earlier, value)) {
      faults.add(new InvalidField(name, "is given twice with different values"));
    }
  }

  /// A query has only strings: `true` in a query equals `true` in JSON.
  private static boolean same(Json one, Json other) {
    return one.equals(other)
        || JsonWriter.write(other).equals(one.asText())
        || JsonWriter.write(one).equals(other.asText());
  }

  private static boolean tooLarge(int bytes) {
    return bytes > MAX_JSON_BYTES;
  }

  private static InvalidField tooLarge(String field, int bytes) {
    return new InvalidField(field, "has " + bytes + " bytes; at most 256 KB are allowed");
  }
}
