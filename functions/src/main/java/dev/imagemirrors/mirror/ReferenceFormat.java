package dev.imagemirrors.mirror;

import java.util.Map;

/// The format of image references, parsed by hand and in linear time.
///
/// Names are normalised as containers/image does (`docker/reference/normalize.go`): an official
/// image of Docker Hub is in `library`. A name without a registry's host is refused, since a node
/// looks it up in several registries.
final class ReferenceFormat {
  private static final String FIELD = "image";
  private static final int MAX_TAG = 128;
  private static final Map<String, Integer> DIGEST_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  /// The longest name, tag and digest with what stands between them.
  private static final int MAX_LENGTH =
      Location.MAX_LENGTH + ":".length() + MAX_TAG + "@sha512:".length() + 128;

  private ReferenceFormat() {}

  static void checkLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidField(
          FIELD, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
  }

  /// The name in full.
  static String name(String text) {
    var name = Location.check(FIELD, text, false);
    var slash = name.indexOf('/');
    var host = slash < 0 ? "" : name.substring(0, slash);
    if (!isHost(host)) {
      throw new InvalidField(
          FIELD,
          "must be a full reference that begins with a registry's host, as 'docker.io/library/nginx':"
              + " in which registry nodes look for '"
              + name
              + "' is not certain");
    }
    if (!host.equals("docker.io") && !host.equals("index.docker.io")) {
      return name;
    }
    var path = name.substring(slash + 1);
    return Location.check(
        FIELD, "docker.io/" + (path.indexOf('/') < 0 ? "library/" : "") + path, false);
  }

  /// What tells a registry's host from the first part of a path, to nodes.
  static boolean isHost(String first) {
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
  }

  static String tag(String tag) {
    var good = !tag.isEmpty() && tag.length() <= MAX_TAG && isWord(tag.charAt(0));
    if (!good || !tag.chars().allMatch(c -> isWord(c) || c == '.' || c == '-')) {
      throw new InvalidField(
          FIELD,
          "tag '"
              + tag
              + "' must be letters, digits, '_', '.' and '-', at most "
              + MAX_TAG
              + ", and begin with none of the last two");
    }
    return tag;
  }

  static String digest(String digest) {
    var colon = digest.indexOf(':');
    var length = colon < 0 ? null : DIGEST_LENGTHS.get(digest.substring(0, colon));
    var hex = digest.substring(colon + 1);
    if (length == null || hex.length() != length || !hex.chars().allMatch(ReferenceFormat::isHex)) {
      throw new InvalidField(
          FIELD,
          "digest '"
              + digest
              + "' must be 'sha256:' and 64 lower-case hexadecimal digits, or sha384 and 96, or"
              + " sha512 and 128");
    }
    return digest;
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isWord(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
