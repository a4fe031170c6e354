package dev.imagemirrors.operation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;

/// The change that an outcome makes to the records of its cluster.
public sealed interface RecordChange {
  /// The mirror is recorded as it is now.
  record Put(ImageMirror mirror) implements RecordChange {}

  /// The record of this source is deleted.
  record Delete(String source) implements RecordChange {}

  /// The record that the key identifies, if any, is deleted. The mirror could not be read, so its
  /// source is known only if the key is a source.
  record DeleteNamed(MirrorKey key) implements RecordChange {}

  record None() implements RecordChange {}

  /// The change that an outcome makes to the record.
  ///
  /// A caller-bound operation changes a record only when OCM has accepted a write of its caller.
  /// Whether the caller may write is not known otherwise, and a record decides what a whole set
  /// deletes.
  ///
  /// @param outcome the outcome of the operation or, for a set, of one of its changes
  static RecordChange of(Operation operation, Outcome outcome) {
    var write = operation.write();
    var callerBound = operation.request().isCallerBound();
    return switch (outcome) {
      case Outcome.Created(var mirror) -> new Put(mirror);
      case Outcome.Updated(_, var after) -> new Put(after);
      case Outcome.Unchanged _ when callerBound -> new None();
      case Outcome.Unchanged(var mirror) -> new Put(mirror);
      case Outcome.Deleted(var before) when before != null -> new Delete(before.source());
      case Outcome.Deleted _ -> named(write);
      // The caller requested the deletion and the cluster does not have the mirror: a record that
      // stayed would be listed as missing for ever.
      case Outcome.Refused(Refusal.MirrorNotFound _)
          when write instanceof Write.Delete && !callerBound ->
          named(write);
      case Outcome.Refused _, Outcome.Applied _, Outcome.Stopped _ -> new None();
    };
  }

  private static RecordChange named(Write write) {
    return write instanceof Write.Single single ? new DeleteNamed(single.key()) : new None();
  }
}
