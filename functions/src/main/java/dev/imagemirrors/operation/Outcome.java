package dev.imagemirrors.operation;

import dev.imagemirrors.history.Change;
import dev.imagemirrors.mirror.ImageMirror;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outcome of a write.
public sealed interface Outcome {
  /// All outcomes, as [#label()] names them.
  List<String> LABELS =
      List.of("created", "updated", "deleted", "unchanged", "refused", "failed", "cancelled");

  record Created(ImageMirror mirror) implements Outcome {}

  /// `before` is null if an attempt that crashed had made the change.
  record Updated(@Nullable ImageMirror before, ImageMirror after) implements Outcome {}

  /// `before` is null if an attempt that crashed had deleted it.
  record Deleted(@Nullable ImageMirror before) implements Outcome {}

  /// The cluster already had it; nothing was sent.
  record Unchanged(ImageMirror mirror) implements Outcome {}

  /// The cluster has the requested set.
  record Applied(Progress progress) implements Outcome {
    public static final Applied NOTHING = new Applied(new Progress(0, 0, 0, 0, 0));
  }

  /// Some changes of a set were made, and then one failed.
  record Stopped(Progress progress, String source, Refusal refusal) implements Outcome {}

  record Refused(Refusal refusal) implements Outcome {}

  default Change change() {
    return switch (this) {
      case Created(var mirror) -> new Change(null, mirror);
      case Updated(var before, var after) -> new Change(before, after);
      case Deleted(var before) -> new Change(before, null);
      case Unchanged(var mirror) -> new Change(mirror, mirror);
      case Applied _ -> Change.NONE;
      case Stopped(_, _, var refusal) -> new Change(refusal.existing(), refusal.existing());
      case Refused(var refusal) -> new Change(refusal.existing(), refusal.existing());
    };
  }

  /// The progress of an operation after one more change with this outcome.
  default Progress countedIn(Progress progress) {
    return switch (this) {
      case Created _ -> progress.oneCreated();
      case Updated _ -> progress.oneUpdated();
      case Deleted _ -> progress.oneDeleted();
      case Unchanged _ -> progress.oneUnchanged();
      case Applied _, Stopped _, Refused _ -> progress;
    };
  }

  /// The outcome in the history: `failed` if a later attempt could succeed, `refused` if not, and
  /// `cancelled` if a caller ended it while it waited.
  default String label() {
    return switch (this) {
      case Created _ -> "created";
      case Updated _ -> "updated";
      case Deleted _ -> "deleted";
      case Unchanged _ -> "unchanged";
      case Applied(var progress) when progress.done() == 0 -> "unchanged";
      case Applied _ -> "updated";
      case Stopped(_, _, var refusal) -> refusal.label();
      case Refused(var refusal) -> refusal.label();
    };
  }
}
