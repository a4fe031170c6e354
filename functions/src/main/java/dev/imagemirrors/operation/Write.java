package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import org.jspecify.annotations.Nullable;

/// A change to a cluster's image mirrors, as it was asked for.
public sealed interface Write {
  /// A change to one image mirror.
  sealed interface Single extends Write {
    /// How the write finds the mirror it is about.
    default MirrorKey key() {
      return switch (this) {
        case Create create -> MirrorKey.of(create.source());
        case Edit edit -> edit.key();
        case Delete delete -> delete.key();
      };
    }
  }

  record Create(MirrorSet.Wanted wanted) implements Single {
    public Source source() {
      return wanted.source();
    }
  }

  /// The list is replaced whole. `source` may be given when it is the one that is there; `version`
  /// names the state that is meant to be changed.
  record Edit(MirrorKey key, MirrorList mirrors, @Nullable Source source, @Nullable String version)
      implements Single {}

  record Delete(MirrorKey key, boolean confirmed, @Nullable String version) implements Single {}

  /// The whole set that a cluster is meant to have.
  ///
  /// @param exclusive whether what somebody else made, and is not in the set, is deleted too
  /// @param confirmed whether mirrors may be deleted, and what is lost may be lost
  /// @param notCarriedOver how much of what was given cannot be had on the cluster
  record Apply(MirrorSet set, boolean exclusive, boolean confirmed, int notCarriedOver)
      implements Write {}

  default String kind() {
    return switch (this) {
      case Create _ -> "create";
      case Edit _ -> "edit";
      case Delete _ -> "delete";
      case Apply _ -> "apply";
    };
  }

  /// Whether the write can be sent without a further confirmation.
  default boolean isConfirmed() {
    return switch (this) {
      case Create _, Edit _ -> true;
      case Delete delete -> delete.confirmed();
      case Apply apply -> apply.confirmed();
    };
  }
}
