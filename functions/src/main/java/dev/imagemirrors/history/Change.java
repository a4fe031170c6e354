package dev.imagemirrors.history;

import dev.imagemirrors.mirror.ImageMirror;
import org.jspecify.annotations.Nullable;

/// A mirror before and after a write; null when there was none.
public record Change(@Nullable ImageMirror before, @Nullable ImageMirror after) {
  public static final Change NONE = new Change(null, null);
}
