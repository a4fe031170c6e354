package dev.imagemirrors.dynamo;

import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Operations;

/// The shards of the index of unfinished operations. An index partition that is written too often
/// throttles the writes to the whole table, so no attribute of the index has the same value for all
/// clusters.
final class Shards {
  private Shards() {}

  static String of(Operation operation) {
    return of(Operations.shard(operation));
  }

  static String of(int shard) {
    return Attributes.UNFINISHED + "#" + shard;
  }
}
