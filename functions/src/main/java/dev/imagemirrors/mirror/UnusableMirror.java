package dev.imagemirrors.mirror;

import java.util.List;

/// Warnings about mirrors that break pulls: when a mirror gives an invalid reference, nodes refuse
/// the pull and try neither the other mirrors nor the source.
final class UnusableMirror {
  private UnusableMirror() {}

  static List<Warning> advice(String source, String mirror) {
    if (breaks(source + "/a/b", source, mirror)) {
      return warning(
          Harm.BREAKS_PULLS,
          source,
          mirror,
          "Mirror '%s' of source '%s' breaks pulls by digest, including from the source: nodes do not accept it as a registry with a path; a host contains a dot or a port and is not an alias"
              .formatted(mirror, source));
    }
    if (!breaks(source, source, mirror)) {
      return List.of();
    }
    if (DockerHub.isShortName(mirror)) {
      return warning(
          Harm.BREAKS_PULLS_OF_SOURCE,
          source,
          mirror,
          "Mirror '%s' of source '%s' is not the official image, which nodes call '%s': pulls of '%s' by digest fail, including from the source"
              .formatted(mirror, source, DockerHub.fullName(mirror), source));
    }
    // A source with a short path is usually a team or a project, not an image.
    return source.chars().filter(c -> c == '/').count() < 2
        ? List.of()
        : warning(
            Harm.MAY_BREAK_PULLS,
            source,
            mirror,
            "Mirror '%s' of source '%s' has no path: if the source is an image, pulls of it by digest fail, including from the source"
                .formatted(mirror, source));
  }

  private static List<Warning> warning(Harm harm, String source, String mirror, String text) {
    return List.of(Warning.ofMirror(harm, source, mirror, text));
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
