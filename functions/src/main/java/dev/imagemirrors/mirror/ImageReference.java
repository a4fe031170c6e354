package dev.imagemirrors.mirror;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image as nodes pull it: its full name, and a digest or else a tag.
///
/// Names are normalised as containers/image does (`docker/reference/normalize.go`): an official
/// image of Docker Hub is in `library`, and without a tag or digest the tag is `latest`. Of a tag
/// and a digest CRI-O keeps the digest. A name without a registry's host is refused, since each
/// node looks it up in several registries.
public record ImageReference(String name, @Nullable String tag, @Nullable String digest) {
  private static final String FIELD = "image";
  private static final int MAX_TAG = 128;
  private static final Map<String, Integer> DIGEST_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  /// The longest name, tag and digest with what stands between them.
  private static final int MAX_LENGTH =
      Location.MAX_LENGTH + ":".length() + MAX_TAG + "@sha512:".length() + 128;

  public ImageReference {
    name = normalised(Location.check(FIELD, name, false));
    if (tag != null) {
      checkTag(tag);
    }
    if (digest != null) {
      checkDigest(digest);
      tag = null;
    } else if (tag == null) {
      tag = "latest";
    }
  }

  /// Reads `host/path`, `host/path:tag`, `host/path@digest` or `host/path:tag@digest`.
  public static ImageReference parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidField(
          FIELD, "has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    var at = text.indexOf('@');
    var rest = at < 0 ? text : text.substring(0, at);
    // A colon before the last slash is that of a port.
    var colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
    return new ImageReference(
        colon < 0 || rest.indexOf('/') < 0 ? rest : rest.substring(0, colon),
        colon < 0 || rest.indexOf('/') < 0 ? null : rest.substring(colon + 1),
        at < 0 ? null : text.substring(at + 1));
  }

  public boolean isByDigest() {
    return digest != null;
  }

  /// The same image with the beginning of its name, up to `end`, replaced by a location. Empty
  /// where that makes no full name: nodes then refuse the whole pull (`rewriteReference` in
  /// containers/image is an error), without a look at the other places.
  Optional<ImageReference> movedTo(String location, int end) {
    var moved = location + name.substring(end);
    try {
      return Optional.of(new ImageReference(moved, tag, digest))
          .filter(reference -> reference.name().equals(moved));
    } catch (InvalidField _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return digest == null ? name + ":" + tag : name + "@" + digest;
  }

  private static String normalised(String name) {
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

  private static void checkTag(String tag) {
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
  }

  private static void checkDigest(String digest) {
    var colon = digest.indexOf(':');
    var length = colon < 0 ? null : DIGEST_LENGTHS.get(digest.substring(0, colon));
    var hex = digest.substring(colon + 1);
    if (length == null || hex.length() != length || !hex.chars().allMatch(ImageReference::isHex)) {
      throw new InvalidField(
          FIELD,
          "digest '"
              + digest
              + "' must be 'sha256:' and 64 lower-case hexadecimal digits, or sha384 and 96, or"
              + " sha512 and 128");
    }
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isWord(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
