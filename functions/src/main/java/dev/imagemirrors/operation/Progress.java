package dev.imagemirrors.operation;

/// How many of an operation's changes to the cluster are done, and of which kind they were.
public record Progress(int done, int total, int created, int updated, int deleted) {
  /// Of a single write, one change is to be done; of a set it is not known before it is planned.
  public static Progress of(Write write) {
    return new Progress(0, write instanceof Write.Apply ? 0 : 1, 0, 0, 0);
  }

  /// With this many changes to be done from here on.
  public Progress planned(int changes) {
    return new Progress(done, done + changes, created, updated, deleted);
  }

  /// After one more of the changes.
  public Progress after(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Created _ -> new Progress(done + 1, total, created + 1, updated, deleted);
      case Outcome.Updated _ -> new Progress(done + 1, total, created, updated + 1, deleted);
      case Outcome.Deleted _ -> new Progress(done + 1, total, created, updated, deleted + 1);
      case Outcome.Unchanged _ -> new Progress(done + 1, total, created, updated, deleted);
      case Outcome.Applied _, Outcome.Stopped _, Outcome.Refused _ -> this;
    };
  }
}
