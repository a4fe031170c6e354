package dev.imagemirrors.history;

import java.math.BigDecimal;

/// A fault in a history, with the number of the entry.
public sealed interface ChainFault {
  /// What an entry is compared with.
  enum Evidence {
    /// The next entry.
    NEXT,
    /// The head in the cluster's lane.
    LANE,
    /// A head that the caller gave.
    KEPT,
    /// The checkpoint of the entry.
    CHECKPOINT
  }

  /// The stored value is not a JSON object.
  record Unreadable(long at) implements ChainFault {}

  /// The stored hash does not match the text.
  record Modified(long at) implements ChainFault {}

  /// The text is not in canonical form.
  record NotCanonical(long at) implements ChainFault {}

  record OtherCluster(long at, String clusterId) implements ChainFault {}

  /// The number in the text differs from the number of the stored item.
  record Renumbered(long at, long stated) implements ChainFault {}

  /// The item is indexed under other mirrors than its text names.
  record Misfiled(long at) implements ChainFault {}

  /// The text refers to a previous entry although it is the first.
  record NotFirst(long at) implements ChainFault {}

  /// The evidence has another hash for that number.
  record Replaced(long at, String hash, String known, Evidence evidence) implements ChainFault {}

  /// The evidence shows that the entries from `at` to `to` existed.
  record Missing(long at, long to, Evidence evidence) implements ChainFault {}

  /// The number is invalid or was already used.
  record Misplaced(BigDecimal stored) implements ChainFault {}

  /// Entries after the newest one that the cluster's lane recorded.
  record BeyondHead(long at, long to) implements ChainFault {}

  /// The checkpoint of the entry is not as it was written, or has other image mirrors than the
  /// entries up to it.
  record WrongCheckpoint(BigDecimal stored) implements ChainFault {}

  /// The number of the entry, or of the first of several.
  default BigDecimal number() {
    return switch (this) {
      case Misplaced(var stored) -> stored;
      case Unreadable(var at) -> BigDecimal.valueOf(at);
      case Modified(var at) -> BigDecimal.valueOf(at);
      case NotCanonical(var at) -> BigDecimal.valueOf(at);
      case OtherCluster(var at, _) -> BigDecimal.valueOf(at);
      case Renumbered(var at, _) -> BigDecimal.valueOf(at);
      case Misfiled(var at) -> BigDecimal.valueOf(at);
      case NotFirst(var at) -> BigDecimal.valueOf(at);
      case Replaced(var at, _, _, _) -> BigDecimal.valueOf(at);
      case Missing(var at, _, _) -> BigDecimal.valueOf(at);
      case BeyondHead(var at, _) -> BigDecimal.valueOf(at);
      case WrongCheckpoint(var stored) -> stored;
    };
  }

  /// The kind of fault, for programs.
  default String word() {
    return switch (this) {
      case Unreadable _ -> "unreadable";
      case Modified _ -> "modified";
      case NotCanonical _ -> "not-canonical";
      case OtherCluster _ -> "other-cluster";
      case Renumbered _ -> "renumbered";
      case Misfiled _ -> "misfiled";
      case NotFirst _ -> "not-first";
      case Replaced _ -> "replaced";
      case Missing _ -> "missing";
      case Misplaced _ -> "misplaced";
      case BeyondHead _ -> "beyond-head";
      case WrongCheckpoint _ -> "wrong-checkpoint";
    };
  }

  /// A description for people.
  default String detail() {
    return switch (this) {
      case Unreadable _ -> "the stored value is not an entry";
      case Modified _ -> "its stored hash does not match its text";
      case NotCanonical _ -> "its text is not in canonical form";
      case OtherCluster(_, var clusterId) -> "it belongs to cluster '" + clusterId + "'";
      case Renumbered(_, var stated) -> "its text has number " + stated;
      case Misfiled _ -> "it is indexed under other image mirrors than its text names";
      case NotFirst _ -> "it refers to a previous entry, but it is the first";
      case Replaced(_, var hash, var known, var evidence) ->
          "its hash is %s, but %s %s".formatted(hash, recorded(evidence), known);
      case Missing(var at, var to, var evidence) ->
          "%s missing, but %s"
              .formatted(
                  at == to ? "it is" : "entries " + at + " to " + to + " are",
                  switch (evidence) {
                    case NEXT -> "later entries exist";
                    case LANE -> "the cluster's lane recorded entry " + to;
                    case KEPT -> "a given head is of entry " + to;
                    case CHECKPOINT -> "a checkpoint is of entry " + to;
                  });
      case Misplaced _ -> "its number is invalid or already used";
      case BeyondHead(var at, var to) ->
          "%s stored, but the newest entry that the cluster's lane recorded is %d"
              .formatted(at == to ? "it is" : "entries " + at + " to " + to + " are", at - 1);
      case WrongCheckpoint _ ->
          "its checkpoint was changed, or has other image mirrors than the entries up to it";
    };
  }

  private static String recorded(Evidence evidence) {
    return switch (evidence) {
      case NEXT -> "the next entry refers to";
      case LANE -> "the cluster's lane recorded";
      case KEPT -> "a given head has";
      case CHECKPOINT -> "its checkpoint has";
    };
  }
}
