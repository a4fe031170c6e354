package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import org.jspecify.annotations.Nullable;

/// A requested change to a cluster's image mirrors.
public sealed interface Write {
  /// A change to one image mirror.
  sealed interface Single extends Write {
    /// The key of the mirror to write.
    default MirrorKey key() {
      return switch (this) {
        case Create create -> MirrorKey.of(create.source());
        case Edit edit -> edit.key();
        case Delete delete -> delete.key();
      };
    }
  }

  /// Makes a mirror for a source that has none.
  ///
  /// @param confirmed whether its caller accepts harm that it does
  record Create(MirrorSet.Wanted wanted, boolean confirmed) implements Single {
    /// A create that its caller has not confirmed.
    public Create(MirrorSet.Wanted wanted) {
      this(wanted, false);
    }

    public Source source() {
      return wanted.source();
    }
  }

  /// Replaces the whole list. `source`, if given, must match the current source; `version`, if
  /// given, the current version.
  ///
  /// @param confirmed whether its caller accepts harm that it does
  record Edit(
      MirrorKey key,
      MirrorList mirrors,
      @Nullable Source source,
      @Nullable String version,
      boolean confirmed)
      implements Single {
    /// An edit that its caller has not confirmed.
    public Edit(
        MirrorKey key, MirrorList mirrors, @Nullable Source source, @Nullable String version) {
      this(key, mirrors, source, version, false);
    }
  }

  record Delete(MirrorKey key, boolean confirmed, @Nullable String version) implements Single {}

  /// The complete set of mirrors that a cluster should have.
  ///
  /// @param exclusive whether mirrors that this stack does not manage, and that are not in the set,
  ///   are deleted too
  /// @param confirmed whether mirrors may be deleted, and harm is accepted
  /// @param notCarriedOver the number of entries of the documents that the set leaves out and whose
  ///   loss the caller has not accepted
  record Apply(MirrorSet set, boolean exclusive, boolean confirmed, int notCarriedOver)
      implements Write {
    @Override
    public Apply in(@Nullable String region) {
      return new Apply(set.in(region), exclusive, confirmed, notCarriedOver);
    }
  }

  default String kind() {
    return switch (this) {
      case Create _ -> "create";
      case Edit _ -> "edit";
      case Delete _ -> "delete";
      case Apply _ -> "apply";
    };
  }

  /// The write to a cluster in this region, with `{cluster_region}` in mirrors replaced.
  ///
  /// @throws dev.imagemirrors.mirror.InvalidField when that is not possible
  default Write in(@Nullable String region) {
    return switch (this) {
      case Create(var wanted, var confirmed) -> new Create(wanted.in(region), confirmed);
      case Edit(var key, var mirrors, var source, var version, var confirmed) ->
          new Edit(key, mirrors.in(region), source, version, confirmed);
      case Delete delete -> delete;
      case Apply apply -> apply.in(region);
    };
  }

  /// Whether its caller has confirmed it.
  boolean confirmed();
}
