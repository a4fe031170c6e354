package dev.imagemirrors.event;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Registry;
import dev.imagemirrors.mirror.Source;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The fields that several writes share, read the same way for each of them.
public final class WriteFields {
  private static final int MAX_REASON = 1_000;

  private WriteFields() {}

  public static @Nullable Source source(Fields fields) {
    return fields.optional("source", Source::new);
  }

  public static @Nullable MirrorKey key(Fields fields) {
    return fields.required(
        "id", "Image mirror ID is required. Give its ID or its source", MirrorKey::new);
  }

  /// The mirrors, `{region}` in them replaced by the region of the invocation.
  public static @Nullable MirrorList mirrors(Fields fields, String region) {
    var registries = new ArrayList<Registry>();
    var given = fields.texts("mirrors");
    for (var i = 0; i < given.size(); i++) {
      var index = i;
      var registry =
          fields.made(() -> Registry.at(index, given.get(index).replace("{region}", region)));
      if (registry != null) {
        registries.add(registry);
      }
    }
    // Faults of single entries are reported already; what is left of the list would only add false ones.
    return registries.size() == given.size() ? fields.made(() -> new MirrorList(registries)) : null;
  }

  public static void type(Fields fields) {
    fields.optional(
        "type",
        type -> {
          if (!type.equals(ImageMirror.TYPE)) {
            throw new InvalidField("type", "must be 'digest', the only type there is");
          }
          return type;
        });
  }

  public static @Nullable String reason(Fields fields) {
    return fields.optional(
        "reason",
        reason -> {
          if (reason.length() > MAX_REASON) {
            throw new InvalidField(
                "reason", "has " + reason.length() + " characters; at most 1000 are allowed");
          }
          return reason;
        });
  }

  public static @Nullable String version(Fields fields) {
    return fields.text("version");
  }
}
