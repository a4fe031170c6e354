package dev.imagemirrors.history;

import java.math.BigDecimal;

/// What is wrong with a history, and at which entry.
public sealed interface ChainFault {
  /// What an entry is held against besides itself.
  enum Witness {
    /// The entry that comes next.
    NEXT,
    /// The head that the cluster's lane has.
    LANE,
    /// A head that somebody has kept.
    KEPT
  }

  /// No JSON object is stored.
  record Unreadable(long at) implements ChainFault {}

  /// The stored hash is not that of the text.
  record Modified(long at) implements ChainFault {}

  /// The text says what it says otherwise than we write it.
  record NotCanonical(long at) implements ChainFault {}

  record OtherCluster(long at, String clusterId) implements ChainFault {}

  /// The text has another number than the one under which it is stored.
  record Renumbered(long at, long says) implements ChainFault {}

  /// The store files it under other mirrors than those that it is about.
  record Misfiled(long at) implements ChainFault {}

  /// The text names an entry before it, where there can be none.
  record NotFirst(long at) implements ChainFault {}

  /// The witness knows an entry of that number with another hash.
  record Replaced(long at, String hash, String known, Witness witness) implements ChainFault {}

  /// The witness knows of entries that are not there: those from `at` to `to`.
  record Missing(long at, long to, Witness witness) implements ChainFault {}

  /// A number that no entry can have, or that was there already.
  record Misplaced(BigDecimal stored) implements ChainFault {}

  /// Entries that the cluster's lane does not know, after those that it does.
  record BeyondHead(long at, long to) implements ChainFault {}

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
    };
  }

  /// The word by which a program tells faults apart.
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
    };
  }

  /// The same for a person.
  default String detail() {
    return switch (this) {
      case Unreadable _ -> "what is stored is not the text of an entry";
      case Modified _ -> "the hash that is stored with it is not that of its text";
      case NotCanonical _ -> "its text is not written as entries are";
      case OtherCluster(_, var clusterId) -> "it is of cluster '" + clusterId + "'";
      case Renumbered(_, var says) -> "it says that it is entry " + says;
      case Misfiled _ -> "it is filed under other image mirrors than those that it is about";
      case NotFirst _ -> "it says that an entry came before it";
      case Replaced(_, var hash, var known, var witness) ->
          "its hash is %s, but %s %s".formatted(hash, knows(witness), known);
      case Missing(var at, var to, var witness) ->
          "%s not there, but %s"
              .formatted(
                  at == to ? "it is" : "entries " + at + " to " + to + " are",
                  switch (witness) {
                    case NEXT -> "later ones are";
                    case LANE -> "the cluster's lane has seen entry " + to;
                    case KEPT -> "a head that was given is of entry " + to;
                  });
      case Misplaced _ -> "no entry has such a number, or another one has it";
      case BeyondHead(var at, var to) ->
          "%s there, but the newest that the cluster's lane has seen is entry %d"
              .formatted(at == to ? "it is" : "entries " + at + " to " + to + " are", at - 1);
    };
  }

  private static String knows(Witness witness) {
    return switch (witness) {
      case NEXT -> "the entry after it follows one with hash";
      case LANE -> "the cluster's lane has seen it with hash";
      case KEPT -> "a head that was given has hash";
    };
  }
}
