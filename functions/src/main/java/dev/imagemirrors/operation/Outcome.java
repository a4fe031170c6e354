package dev.imagemirrors.operation;

import dev.imagemirrors.history.Change;
import dev.imagemirrors.mirror.ImageMirror;
import org.jspecify.annotations.Nullable;

/// What came of a write.
public sealed interface Outcome {
  record Created(ImageMirror mirror) implements Outcome {}

  /// `before` is null where a try that crashed had made the change already.
  record Updated(@Nullable ImageMirror before, ImageMirror after) implements Outcome {}

  /// `before` is null where a try that crashed had deleted it already.
  record Deleted(@Nullable ImageMirror before) implements Outcome {}

  /// The cluster had it so already; nothing was sent.
  record Unchanged(ImageMirror mirror) implements Outcome {}

  /// The cluster has the set that was wanted.
  record Applied(Progress progress) implements Outcome {
    public static final Applied NOTHING = new Applied(new Progress(0, 0, 0, 0, 0));
  }

  /// Of the changes to a set some were done, and then one was not.
  record Stopped(Progress progress, String source, Refusal refusal) implements Outcome {}

  record Refused(Refusal refusal) implements Outcome {}

  default Change change() {
    return switch (this) {
      case Created(var mirror) -> new Change(null, mirror);
      case Updated(var before, var after) -> new Change(before, after);
      case Deleted(var before) -> new Change(before, null);
      case Unchanged(var mirror) -> new Change(mirror, mirror);
      case Applied _ -> Change.NONE;
      case Stopped(_, _, var refusal) -> new Change(refusal.there(), refusal.there());
      case Refused(var refusal) -> new Change(refusal.there(), refusal.there());
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

  /// The word that the history has for it. What a later try could mend has failed; the rest was
  /// refused.
  default String word() {
    return switch (this) {
      case Created _ -> "created";
      case Updated _ -> "updated";
      case Deleted _ -> "deleted";
      case Unchanged _ -> "unchanged";
      case Applied(var progress) when progress.done() == 0 -> "unchanged";
      case Applied _ -> "updated";
      case Stopped(_, _, var refusal) -> refusal.word();
      case Refused(var refusal) -> refusal.word();
    };
  }
}
