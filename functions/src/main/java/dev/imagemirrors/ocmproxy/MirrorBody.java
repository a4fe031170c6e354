package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the image mirror that a client of OCM sends to create or edit, as the fields of an event.
final class MirrorBody {
  /// Read-only attributes: clients may send them back as they have read them.
  private static final Set<String> READ_ONLY =
      Set.of("kind", "id", "href", "creation_timestamp", "last_update_timestamp");

  /// The attributes that a client may set. Options of our own API, such as waiting for a cluster,
  /// are not available here.
  private static final Set<String> WRITABLE = Set.of("source", "mirrors", "type");

  private MirrorBody() {}

  static Map<String, Json> fields(@Nullable String body) {
    var fields = new LinkedHashMap<>(object(body));
    fields.keySet().removeAll(READ_ONLY);
    var unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(WRITABLE);
    if (!unknown.isEmpty()) {
      throw new OcmError(
          400,
          "Unknown attribute '%s': an image mirror has 'source', 'mirrors' and 'type'"
              .formatted(String.join("', '", unknown)));
    }
    var type = fields.get("type");
    if (type != null && !type.equals(Json.Null.NULL) && !type.equals(Json.of("digest"))) {
      throw new OcmError(400, "Image mirror type must be 'digest' if specified");
    }
    // Our own events also accept a comma-separated string; OCM's API does not.
    if (fields.get("mirrors") instanceof Json.Str) {
      throw new OcmError(400, "Attribute 'mirrors' must be a list of strings");
    }
    return fields;
  }

  private static Map<String, Json> object(@Nullable String body) {
    if (body == null) {
      throw new OcmError(400, "The request has no body");
    }
    try {
      if (JsonReader.read(body) instanceof Json.Members members) {
        return members.values();
      }
      throw new OcmError(400, "The body of the request must be a JSON object");
    } catch (JsonFault fault) {
      throw new OcmError(400, "The body of the request " + fault.reason());
    }
  }
}
