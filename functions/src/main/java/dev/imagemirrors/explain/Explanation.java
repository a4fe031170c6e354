package dev.imagemirrors.explain;

import dev.imagemirrors.mirror.ImageReference;
import dev.imagemirrors.mirror.Pull;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a pull, in messages for a person.
///
/// @param text the image as the caller wrote it
/// @param refusal why nodes refuse the image, wherever it is; null when they do not
record Explanation(String text, ImageReference image, Pull pull, @Nullable ImageRefusal refusal) {
  List<String> lines() {
    var lines = new ArrayList<String>();
    if (!text.equals(image.toString())) {
      lines.add("Nodes read '%s' as '%s'".formatted(text, image));
    }
    if (refusal != null) {
      lines.add("Image '%s' cannot be pulled: %s".formatted(image, refusal.reason()));
      lines.add("Nodes refuse it from every location, also from a mirror");
      return lines;
    }
    lines.addAll(verdict());
    var places = places();
    for (var i = 0; i < places.size(); i++) {
      lines.add("%d. %s, %s".formatted(i + 1, places.get(i).image(), origin(places.get(i))));
    }
    return lines;
  }

  /// The locations that nodes try.
  List<Pull.Place> places() {
    return refusal == null ? pull.places() : List.of();
  }

  boolean isMirrored() {
    return refusal == null && pull instanceof Pull.Mirrored;
  }

  /// The reason as one word, for programs.
  String why() {
    if (refusal != null) {
      return refusal.word();
    }
    return switch (pull) {
      case Pull.Mirrored _ -> "source-matches";
      case Pull.Refused _ -> "mirror-unusable";
      case Pull.Direct _ -> image.isByDigest() ? "no-source-matches" : "by-tag";
    };
  }

  static String origin(Pull.Place place) {
    return place.mirror() == null ? "the source" : "mirror " + place.mirror();
  }

  private List<String> verdict() {
    return switch (pull) {
      case Pull.Mirrored(var matching, _) -> mirrored(matching);
      case Pull.Refused(var matching, var mirror, var reference) ->
          List.of(
              "Image '%s' cannot be pulled: mirror '%s' of source '%s' makes it '%s', which is not a full reference"
                  .formatted(image, mirror, matching.getFirst(), reference),
              "Nodes refuse such a pull without trying other mirrors or the source");
      case Pull.Direct _ when image.isByDigest() ->
          List.of("Image '%s' is not mirrored: no source matches".formatted(image));
      case Pull.Direct(var matching, _) ->
          List.of(
              "Image '%s' is not mirrored: by tag".formatted(image),
              matching.isEmpty()
                  ? "Only pulls by digest are redirected, and by digest no source would match"
                  : "Only pulls by digest are redirected; by digest, source '%s' would match"
                      .formatted(matching.getFirst()));
    };
  }

  private List<String> mirrored(List<String> matching) {
    var lines = new ArrayList<String>();
    lines.add("Image '%s' is mirrored: source '%s' matches".formatted(image, matching.getFirst()));
    for (var loser : matching.subList(1, matching.size())) {
      lines.add(
          "Source '%s' also matches but is not used: only the longest matching source applies"
              .formatted(loser));
    }
    return lines;
  }
}
