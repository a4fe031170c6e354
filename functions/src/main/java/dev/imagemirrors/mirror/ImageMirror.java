package dev.imagemirrors.mirror;

import dev.imagemirrors.json.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image mirror that a cluster has, as OCM tells it.
///
/// Its source and mirrors are facts, not wishes: other clients may have written what the rules of
/// [Source] and [MirrorList] refuse, and that is listed all the same. ID and source never change.
public record ImageMirror(
    String id,
    String source,
    List<String> mirrors,
    @Nullable Instant created,
    @Nullable Instant updated) {
  /// The only type there is: pulls by digest.
  public static final String TYPE = "digest";

  private static final int VERSION_LENGTH = 12;

  public ImageMirror {
    mirrors = List.copyOf(mirrors);
  }

  public boolean mirrorsAre(MirrorList wanted) {
    return mirrors.equals(wanted.values());
  }

  /// A short hash of what can change, by which a caller says which state it means to change.
  public String version() {
    return Digest.sha256(String.join("\n", mirrors)).substring(0, VERSION_LENGTH);
  }
}
