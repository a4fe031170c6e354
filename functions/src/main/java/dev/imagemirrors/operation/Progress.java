package dev.imagemirrors.operation;

/// How many of an operation's changes to the cluster are done, and of which kind.
public record Progress(int done, int total, int created, int updated, int deleted) {
  /// A single write makes one change; how many a set makes is known once it is planned.
  public static Progress of(Write write) {
    return new Progress(0, write instanceof Write.Apply ? 0 : 1, 0, 0, 0);
  }

  /// With this many more changes to do.
  public Progress planned(int changes) {
    return new Progress(done, done + changes, created, updated, deleted);
  }

  Progress oneCreated() {
    return new Progress(done + 1, total, created + 1, updated, deleted);
  }

  Progress oneUpdated() {
    return new Progress(done + 1, total, created, updated + 1, deleted);
  }

  Progress oneDeleted() {
    return new Progress(done + 1, total, created, updated, deleted + 1);
  }

  Progress oneUnchanged() {
    return new Progress(done + 1, total, created, updated, deleted);
  }
}
