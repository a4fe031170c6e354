package dev.imagemirrors.operation;

/// The number of changes that an operation has made to the cluster, by kind.
public record Progress(int done, int total, int created, int updated, int deleted) {
  /// A single write makes one change. The number of changes of a set is known once it is planned.
  public static Progress of(Write write) {
    return new Progress(0, write instanceof Write.Apply ? 0 : 1, 0, 0, 0);
  }

  /// The progress with this many changes left.
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
