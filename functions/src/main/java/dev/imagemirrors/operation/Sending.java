package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.ImageMirror;
import org.jspecify.annotations.Nullable;

/// A change that is about to be sent to a cluster, or has been.
///
/// @param found the mirror as it was read before; null if it was not read
public record Sending(Write.Single write, @Nullable ImageMirror found) {
  public static Sending unread(Write.Single write) {
    return new Sending(write, null);
  }
}
