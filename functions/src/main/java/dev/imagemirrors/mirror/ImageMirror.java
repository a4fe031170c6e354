package dev.imagemirrors.mirror;

import dev.imagemirrors.json.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image mirror of a cluster, as OCM reports it.
///
/// Its source and mirrors are not validated: other clients may have written values that [Source]
/// and [MirrorList] refuse, and those are listed too. ID and source never change.
public record ImageMirror(
    String id,
    String source,
    List<String> mirrors,
    @Nullable Instant created,
    @Nullable Instant updated) {
  /// The only type: pulls by digest.
  public static final String TYPE = "digest";

  private static final int VERSION_LENGTH = 12;

  public ImageMirror {
    mirrors = List.copyOf(mirrors);
  }

  public boolean mirrorsAre(MirrorList wanted) {
    return mirrors.equals(wanted.values());
  }

  /// A short hash of the mirrors. A caller gives it to change only the state it has read.
  public String version() {
    return Digest.sha256(String.join("\n", mirrors)).substring(0, VERSION_LENGTH);
  }
}
