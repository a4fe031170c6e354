package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The image mirror that a client of OCM sends to create or edit.
///
/// Values are kept as they were sent, so that OCM itself accepts or refuses them: a client such as
/// Terraform that reads another value than it has sent sends the change again, without end. Only
/// values that OCM cannot be sent, or that cannot be stored, are refused here.
///
/// @param source null when the body has none
/// @param mirrors null when the body has none
record MirrorBody(@Nullable Source source, @Nullable MirrorList mirrors) {
  /// The limit of OCM, and of the keys in which sources are stored.
  private static final int MAX_LENGTH = 255;

  /// Read-only attributes: clients may send them back as they have read them.
  private static final Set<String> READ_ONLY =
      Set.of("kind", "id", "href", "creation_timestamp", "last_update_timestamp");

  /// The attributes that a client may set. Options of our own API, such as waiting for a cluster,
  /// are not available here.
  private static final Set<String> WRITABLE = Set.of("source", "mirrors", "type");

  static MirrorBody read(@Nullable String body) {
    var sent = object(body);
    var unknown = new TreeSet<>(sent.values().keySet());
    unknown.removeAll(READ_ONLY);
    unknown.removeAll(WRITABLE);
    if (!unknown.isEmpty()) {
      throw refused(
          "Unknown attribute '%s': an image mirror has 'source', 'mirrors' and 'type'"
              .formatted(String.join("', '", unknown)));
    }
    var type = sent.at("type");
    if (!isMissing(type) && !text(type, "type").equals("digest")) {
      throw refused("Image mirror type must be 'digest' if specified");
    }
    var source = sent.at("source");
    var mirrors = sent.at("mirrors");
    return new MirrorBody(
        isMissing(source) ? null : Source.asSent(bounded(text(source, "source"))),
        isMissing(mirrors) ? null : MirrorList.asSent(mirrors(mirrors)));
  }

  /// The mirror of a create.
  MirrorSet.Wanted wanted() {
    if (source == null) {
      throw refused("Image mirror source must be specified");
    }
    return new MirrorSet.Wanted(source, replacement());
  }

  /// The mirrors of an edit, which replace the whole list.
  MirrorList replacement() {
    if (mirrors == null) {
      throw refused("Image mirror mirrors must be specified");
    }
    return mirrors;
  }

  private static List<String> mirrors(Json value) {
    if (!(value instanceof Json.Items(var items))) {
      throw refused("Attribute 'mirrors' must be a list of strings");
    }
    var mirrors = new ArrayList<String>();
    for (var item : items) {
      mirrors.add(bounded(text(item, "mirrors")));
    }
    if (mirrors.size() > MirrorList.MAX_SIZE) {
      throw refused("Image mirror cannot have more than " + MirrorList.MAX_SIZE + " mirrors");
    }
    return mirrors;
  }

  private static String text(Json value, String attribute) {
    var text = value.asText();
    if (text == null) {
      throw refused("Attribute '" + attribute + "' must be a string");
    }
    return text;
  }

  private static String bounded(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw refused("Image mirror source and mirrors must have 1 to " + MAX_LENGTH + " characters");
    }
    return value;
  }

  private static boolean isMissing(Json value) {
    return value instanceof Json.Null;
  }

  private static Json.Members object(@Nullable String body) {
    if (body == null) {
      throw refused("The request has no body");
    }
    try {
      if (JsonReader.read(body) instanceof Json.Members members) {
        return members;
      }
      throw refused("The body of the request must be a JSON object");
    } catch (JsonFault fault) {
      throw refused("The body of the request " + fault.reason());
    }
  }

  private static OcmError refused(String reason) {
    return new OcmError(400, reason);
  }
}
