package dev.imagemirrors.mirror;

import org.jspecify.annotations.Nullable;

/// An image as nodes pull it: registry and repository, then a tag, a digest, or both.
///
/// Docker Hub's short forms are made long, as nodes do: `docker.io/nginx` is
/// `docker.io/library/nginx`.
///
/// @param name registry and repository
public record ImageReference(String name, @Nullable String tag, @Nullable String digest) {
  private static final int LONGEST = 1_024;
  private static final int LONGEST_TAG = 128;
  private static final String HUB = "docker.io/";

  public static ImageReference parse(String text) {
    if (text.length() > LONGEST) {
      throw fault("has " + text.length() + " characters; at most " + LONGEST + " are allowed");
    }
    var at = text.indexOf('@');
    var digest = at < 0 ? null : digest(text.substring(at + 1));
    var rest = at < 0 ? text : text.substring(0, at);
    var slash = rest.indexOf('/');
    if (slash < 0 || !isHost(rest.substring(0, slash))) {
      throw fault("must begin with a registry, as in 'quay.io/team/app@sha256:…'");
    }
    var colon = rest.indexOf(':', slash);
    var tag = colon < 0 ? null : tag(rest.substring(colon + 1));
    var name = colon < 0 ? rest : rest.substring(0, colon);
    try {
      Location.check("image", name, false);
    } catch (InvalidField wrong) {
      throw fault(wrong.reason());
    }
    return new ImageReference(inFull(name), tag, digest);
  }

  /// Whether mirrors are tried: only what is pulled by its digest is the same everywhere.
  public boolean isByDigest() {
    return digest != null;
  }

  /// The image under another name.
  public String at(String other) {
    return other + (digest == null ? (tag == null ? "" : ":" + tag) : "@" + digest);
  }

  /// What is pulled from a mirror of a source: the mirror stands in the place of the source.
  public String from(String source, String mirror) {
    var matched = source.startsWith("*.") ? Prefix.host(name).length() : source.length();
    return at(mirror + name.substring(matched));
  }

  private static String inFull(String name) {
    return name.startsWith(HUB) && name.indexOf('/', HUB.length()) < 0
        ? HUB + "library/" + name.substring(HUB.length())
        : name;
  }

  private static boolean isHost(String first) {
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  private static String tag(String tag) {
    var good =
        !tag.isEmpty()
            && tag.length() <= LONGEST_TAG
            && tag.charAt(0) != '.'
            && tag.charAt(0) != '-'
            && tag.chars()
                .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "._-".indexOf(c) >= 0);
    if (!good) {
      throw fault("has a tag that cannot be one: '" + tag + "'");
    }
    return tag;
  }

  private static String digest(String digest) {
    var hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : "";
    if (hex.length() != 64
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw fault("has a digest that is not 'sha256:' and 64 hexadecimal digits");
    }
    return digest;
  }

  private static InvalidField fault(String reason) {
    return new InvalidField("image", reason);
  }
}
