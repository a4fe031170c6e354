package dev.imagemirrors.mirror;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(String.join("\n", mirrors).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, VERSION_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
