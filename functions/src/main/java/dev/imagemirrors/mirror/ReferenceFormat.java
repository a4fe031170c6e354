package dev.imagemirrors.mirror;

import java.util.Map;

/// The format of image references, parsed by hand and in linear time.
///
/// Names are normalised as containers/image does (`docker/reference/normalize.go`): an official
/// image of Docker Hub is in `library`. A name without a registry host is refused, because nodes
/// can look it up in several registries.
final class ReferenceFormat {
  private static final String FIELD = "image";
  private static final int MAX_TAG = 128;
  private static final Map<String, Integer> DIGEST_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  /// The longest name, tag and digest with their separators.
  private static final int MAX_LENGTH =
      Location.MAX_LENGTH + ":".length() + MAX_TAG + "@sha512:".length() + 128;

  private ReferenceFormat() {}

  static void checkLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidField(
          FIELD, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
  }

  /// The full name.
  static String name(String text) {
    var name = Location.check(FIELD, text, false);
    var slash = name.indexOf('/');
    var host = slash < 0 ? "" : name.substring(0, slash);
    if (!isHost(host)) {
      throw new InvalidField(
          FIELD,
          "must be a full reference that begins with a registry host, such as"
              + " 'docker.io/library/nginx': nodes can look up '"
              + name
              + "' in several registries");
    }
    if (!host.equals("docker.io") && !host.equals("index.docker.io")) {
      return name;
    }
    var path = name.substring(slash + 1);
    return Location.check(
        FIELD, "docker.io/" + (path.indexOf('/') < 0 ? "library/" : "") + path, false);
  }

  /// Whether nodes read the first segment as a registry host.
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
              + "' must be at most "
              + MAX_TAG
              + " letters, digits, '_', '.' and '-', and must not begin with '.' or '-'");
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
              + "' must be 'sha256:' with 64 lower-case hexadecimal digits, 'sha384:' with 96, or"
              + " 'sha512:' with 128");
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
