package dev.imagemirrors.mirror;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image as nodes pull it: its full name with a digest or a tag.
///
/// Without either, the tag is `latest`; of both, CRI-O keeps the digest (cri-o/cri-o#3060).
public record ImageReference(String name, @Nullable String tag, @Nullable String digest) {
  public ImageReference {
    name = ReferenceFormat.name(name);
    tag = tag == null ? null : ReferenceFormat.tag(tag);
    digest = digest == null ? null : ReferenceFormat.digest(digest);
    if (digest != null) {
      tag = null;
    } else if (tag == null) {
      tag = "latest";
    }
  }

  /// Reads `host/path`, `host/path:tag`, `host/path@digest` or `host/path:tag@digest`.
  public static ImageReference parse(String text) {
    ReferenceFormat.checkLength(text);
    var at = text.indexOf('@');
    var rest = at < 0 ? text : text.substring(0, at);
    var slash = rest.lastIndexOf('/');
    // A colon before the last slash, or without a slash, belongs to a port.
    var colon = slash < 0 ? -1 : rest.indexOf(':', slash);
    return new ImageReference(
        colon < 0 ? rest : rest.substring(0, colon),
        colon < 0 ? null : rest.substring(colon + 1),
        at < 0 ? null : text.substring(at + 1));
  }

  public boolean isByDigest() {
    return digest != null;
  }

  /// The same image with the first `end` characters of its name replaced by a location. Empty when
  /// the result is not a full name: nodes then refuse the whole pull (`rewriteReference` of
  /// containers/image fails) and try no other location.
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
}
