package dev.imagemirrors.event;

import dev.imagemirrors.event.Event.Shape;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.text.Text;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads any of the event shapes. A fault in what a caller wrote does not stop the reading, so that
/// all faults are reported at once; only an event that is not a JSON object at all has no shape.
public final class EventReader {
  static final int MAX_JSON_BYTES = 256 * 1024;

  private static final int LONGEST_NAME = 2_048;
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  private final Map<String, Json> given = new LinkedHashMap<>();
  private final List<InvalidField> faults = new ArrayList<>();

  private EventReader() {}

  /// Reads an event; throws [InvalidField] for what is not a JSON object.
  public static Event read(byte[] event, String requestId) {
    return new EventReader().readEvent(event, requestId);
  }

  private Event readEvent(byte[] bytes, String requestId) {
    var event = parse(bytes);
    if (event.at("requestContext") instanceof Json.Members context
        && (event.at("httpMethod").asText() != null
            || context.at("http") instanceof Json.Members)) {
      return api(event, context, requestId);
    }
    if (event.at("detail-type").asText() != null && event.values().containsKey("detail")) {
      return bus(event, bytes.length);
    }
    if (tooLarge(bytes.length)) {
      faults.add(tooLarge("event", bytes.length));
    } else {
      give(event);
    }
    return new Event(
        Shape.DIRECT,
        requestId,
        new Actor(Actor.Via.DIRECT, requestId, null, null),
        "",
        given,
        faults);
  }

  private static Json.Members parse(byte[] bytes) {
    try {
      if (Json.parse(bytes) instanceof Json.Members members) {
        return members;
      }
      throw new InvalidField("event", "must be a JSON object");
    } catch (JsonFault fault) {
      throw new InvalidField("event", fault.reason());
    }
  }

  private Event api(Json event, Json context, String requestId) {
    event.at("pathParameters").members().forEach((name, value) -> give(name, decoded(name, value)));
    query(event);
    headers(event.at("headers"), first(event.at("httpMethod"), context.at("http").at("method")));
    body(event, isYaml(event.at("headers")));
    var id = first(context.at("requestId"));
    return new Event(
        Shape.API,
        id == null ? requestId : id,
        caller(context, id),
        base(event, context),
        given,
        faults);
  }

  /// What stands before the routes, all of which begin with one of two words.
  private static String base(Json event, Json context) {
    var path = first(context.at("path"), event.at("rawPath"));
    if (path == null) {
      return "";
    }
    var clusters = path.indexOf("/clusters/");
    var route = clusters < 0 ? path.indexOf("/operations/") : clusters;
    return route < 0 ? "" : path.substring(0, route);
  }

  /// REST APIs leave path parameters percent-encoded; no ID and no source has a `%` of its own.
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

  private void query(Json event) {
    event
        .at("multiValueQueryStringParameters")
        .members()
        .forEach((name, values) -> values.items().forEach(value -> give(name, value)));
    if (!(event.at("multiValueQueryStringParameters") instanceof Json.Members)) {
      event.at("queryStringParameters").members().forEach(this::give);
    }
  }

  /// A version can only be meant of what is changed, and a read has no effect to be had once.
  private void headers(Json headers, @Nullable String method) {
    var reads = "GET".equals(method);
    var creates = "POST".equals(method);
    headers
        .members()
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

  /// A body in YAML is a document that only some functions read.
  private static boolean isYaml(Json headers) {
    return headers.members().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
        .map(header -> String.valueOf(header.getValue().asText()).toLowerCase(Locale.ROOT))
        .map(type -> type.split(";", 2)[0].strip())
        .anyMatch(YAML::contains);
  }

  private void body(Json event, boolean yaml) {
    var given = event.at("body");
    var text = given.asText();
    if (text == null && !given.equals(Json.Null.NULL)) {
      faults.add(new InvalidField("body", "must be a string"));
    }
    if (text == null || text.isBlank()) {
      return;
    }
    try {
      var bytes =
          event.at("isBase64Encoded").equals(Json.of(true))
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8);
      if (tooLarge(bytes.length)) {
        faults.add(tooLarge("body", bytes.length));
      } else if (yaml) {
        give("document", Json.of(new String(bytes, StandardCharsets.UTF_8)));
      } else if (Json.parse(bytes) instanceof Json.Members members) {
        give(members);
      } else {
        faults.add(new InvalidField("body", "must be a JSON object"));
      }
    } catch (JsonFault fault) {
      faults.add(new InvalidField("body", fault.reason()));
    } catch (IllegalArgumentException _) {
      faults.add(new InvalidField("body", "is not valid Base64"));
    }
  }

  private static Actor caller(Json context, @Nullable String id) {
    var identity = context.at("identity");
    var iam = context.at("authorizer").at("iam");
    var who = first(identity.at("userArn"), iam.at("userArn"), identity.at("caller"));
    var account = first(identity.at("accountId"), iam.at("accountId"));
    var address = first(identity.at("sourceIp"), context.at("http").at("sourceIp"));
    return new Actor(
        Actor.Via.API,
        who == null ? "anonymous" + (address == null ? "" : " from " + address) : who,
        account,
        id);
  }

  /// The first that is a text, and of it the beginning: it is written down with every operation.
  private static @Nullable String first(Json... candidates) {
    for (var candidate : candidates) {
      var text = candidate.asText();
      if (text != null && !text.isEmpty()) {
        return Text.shortened(text, LONGEST_NAME);
      }
    }
    return null;
  }

  private Event bus(Json event, int length) {
    var id = first(event.at("id"));
    var source = first(event.at("source"));
    if (tooLarge(length)) {
      faults.add(tooLarge("detail", length));
    } else if (event.at("detail") instanceof Json.Members detail) {
      give(detail);
    } else {
      faults.add(new InvalidField("detail", "must be a JSON object"));
    }
    var actor =
        new Actor(
            Actor.Via.BUS,
            source == null ? "unknown source" : source,
            first(event.at("account")),
            id);
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

  /// A query has only texts: there `true` says what it says in JSON.
  private static boolean same(Json one, Json other) {
    return one.equals(other)
        || other.write().equals(one.asText())
        || one.write().equals(other.asText());
  }

  private static boolean tooLarge(int bytes) {
    return bytes > MAX_JSON_BYTES;
  }

  private static InvalidField tooLarge(String field, int bytes) {
    return new InvalidField(field, "has " + bytes + " bytes; at most 256 KB are allowed");
  }
}
