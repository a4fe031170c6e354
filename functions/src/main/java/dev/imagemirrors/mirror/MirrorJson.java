package dev.imagemirrors.mirror;

import dev.imagemirrors.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image mirror in JSON, under OCM's field names.
public final class MirrorJson {
  private MirrorJson() {}

  public static Json.Builder write(ImageMirror mirror) {
    return Json.object()
        .put("kind", "ImageMirror")
        .put("id", mirror.id())
        .put("type", ImageMirror.TYPE)
        .put("source", mirror.source())
        .put("mirrors", Json.strings(mirror.mirrors()))
        .putPresent("creation_timestamp", text(mirror.created()))
        .putPresent("last_update_timestamp", text(mirror.updated()));
  }

  /// The mirror, or null when the ID or the source is absent, or a value has the wrong type. When
  /// there is no list of mirrors at all, it has none.
  public static @Nullable ImageMirror read(Json json) {
    var id = json.at("id").asText();
    var source = json.at("source").asText();
    var mirrors = mirrors(json.at("mirrors"));
    if (id == null || id.isEmpty() || source == null || mirrors == null) {
      return null;
    }
    return new ImageMirror(
        id,
        source,
        mirrors,
        instant(json.at("creation_timestamp").asText()),
        instant(json.at("last_update_timestamp").asText()));
  }

  private static @Nullable List<String> mirrors(Json given) {
    return switch (given) {
      case Json.Null _ -> List.of();
      case Json.Items(var items) when items.stream().allMatch(Json.Str.class::isInstance) ->
          items.stream().map(item -> String.valueOf(item.asText())).toList();
      case Json _ -> null;
    };
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
