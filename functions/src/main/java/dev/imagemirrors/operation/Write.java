package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.Source;
import org.jspecify.annotations.Nullable;

/// A change to a cluster's image mirrors, as it was asked for.
public sealed interface Write {
  record Create(Source source, MirrorList mirrors) implements Write {}

  /// The list is replaced whole. `source` may be given when it is the one that is there; `version`
  /// names the state that is meant to be changed.
  record Edit(MirrorKey key, MirrorList mirrors, @Nullable Source source, @Nullable String version)
      implements Write {}

  record Delete(MirrorKey key, boolean confirmed, @Nullable String version) implements Write {}

  /// How the write finds the mirror it is about.
  default MirrorKey key() {
    return switch (this) {
      case Create create -> MirrorKey.of(create.source());
      case Edit edit -> edit.key();
      case Delete delete -> delete.key();
    };
  }

  default String kind() {
    return switch (this) {
      case Create _ -> "create";
      case Edit _ -> "edit";
      case Delete _ -> "delete";
    };
  }
}
