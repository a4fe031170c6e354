package dev.imagemirrors.mirror;

import java.util.List;

/// Mirrors that break what they should help: one that makes a reference that is none, and nodes
/// refuse the pull without a look at the other mirrors and the source.
final class UnusableMirror {
  private UnusableMirror() {}

  static List<String> advice(String source, String mirror) {
    if (breaks(source + "/a/b", source, mirror)) {
      return List.of(
          "Mirror '%s' of source '%s' breaks pulls by digest, also from the source: nodes do not take it for a registry with a path; a host has a dot or a port and is no alias"
              .formatted(mirror, source));
    }
    if (!breaks(source, source, mirror)) {
      return List.of();
    }
    if (DockerHub.isShortName(mirror)) {
      return List.of(
          "Mirror '%s' of source '%s' is not the official image, which to nodes is '%s': pulls of '%s' by digest break, also from the source"
              .formatted(mirror, source, DockerHub.fullName(mirror), source));
    }
    // A source with a short path is mostly a team's or a project's, and no image.
    return source.chars().filter(c -> c == '/').count() < 2
        ? List.of()
        : List.of(
            "Mirror '%s' of source '%s' has no path: if the source is an image, pulls of it by digest break, also from the source"
                .formatted(mirror, source));
  }

  private static boolean breaks(String image, String source, String mirror) {
    var name = image.startsWith("*") ? "any" + image.substring(1) : image;
    try {
      var reference = new ImageReference(name, null, null);
      return reference.name().equals(name)
          && reference.movedTo(mirror, new Scope(source).end(name)).isEmpty();
    } catch (InvalidField _) {
      return false;
    }
  }
}
