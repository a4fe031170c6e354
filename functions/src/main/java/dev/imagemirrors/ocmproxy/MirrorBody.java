package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An image mirror as OCM's clients send it to be created or edited, read as the fields of an
/// event.
final class MirrorBody {
  /// What a mirror has and nobody chooses: clients may send back what they have read.
  private static final Set<String> GIVEN_BY_OCM =
      Set.of("kind", "id", "href", "creation_timestamp", "last_update_timestamp");

  /// What a client may choose. Our own events know more, such as to wait for a cluster: here nobody
  /// waits.
  private static final Set<String> CHOSEN = Set.of("source", "mirrors", "type");

  private MirrorBody() {}

  static Map<String, Json> fields(@Nullable String body) {
    var fields = new LinkedHashMap<>(object(body));
    fields.keySet().removeAll(GIVEN_BY_OCM);
    var unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(CHOSEN);
    if (!unknown.isEmpty()) {
      throw new OcmError(
          400,
          "An image mirror has no '%s': it has 'source', 'mirrors' and 'type'"
              .formatted(String.join("', '", unknown)));
    }
    var type = fields.get("type");
    if (type != null && !type.equals(Json.Null.NULL) && !type.equals(Json.of("digest"))) {
      throw new OcmError(400, "Image mirror type must be 'digest' if specified");
    }
    // In our own events a text with commas is a list too; in OCM's API it is not.
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
