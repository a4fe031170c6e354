package dev.imagemirrors.mirror;

/// The kinds of harm that a warning is about, the greatest first.
public enum Harm {
  BREAKS_PULLS,
  BREAKS_PULLS_OF_SOURCE,
  MAY_BREAK_PULLS,
  SOURCE_BLOCKED,
  SOURCE_NOT_ALLOWED,
  UNCONFIGURABLE,
  MATCHES_NOTHING,
  MATCHES_OTHER_NAMES,
  IGNORED,
  MIRROR_BLOCKED,
  ON_LOCALHOST,
  SYSTEM_REGISTRY,
  NEVER_USED,
  SHADOWED,
  PULL_THROUGH_CACHE,
  OTHER_REGION,
  OWN_MIRROR;

  /// Whether a change that does it requires confirmation: it breaks pulls for certain, or concerns
  /// images without which the cluster itself does not run.
  public boolean requiresConfirmation() {
    return switch (this) {
      case BREAKS_PULLS, BREAKS_PULLS_OF_SOURCE, UNCONFIGURABLE, SYSTEM_REGISTRY -> true;
      case MAY_BREAK_PULLS,
          SOURCE_BLOCKED,
          SOURCE_NOT_ALLOWED,
          MATCHES_NOTHING,
          MATCHES_OTHER_NAMES,
          IGNORED,
          MIRROR_BLOCKED,
          ON_LOCALHOST,
          NEVER_USED,
          SHADOWED,
          PULL_THROUGH_CACHE,
          OTHER_REGION,
          OWN_MIRROR ->
          false;
    };
  }
}
