package dev.imagemirrors.door;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;

/// Tells whether a create that found its mirror there is the repeat of one that made it.
///
/// OCM's clients send a create again when its answer was 503. Where it was in doubt then, and was
/// found to have landed since, nobody was ever told so: the repeat is answered as the create. A
/// create whose caller had his answer is not repeated by another one: that source exists.
record Repeats(Operations operations) {
  /// How far back is looked. What lies between a create and its repeat are the other writes of a
  /// few seconds.
  private static final int MOST = 100;

  boolean isOfOne(Status repeat, ImageMirror there) {
    return operations.of(repeat.operation().clusterId(), repeat.id(), MOST).stream()
        .filter(status -> asksForTheSame(repeat, status))
        .flatMap(status -> operations.find(status.id()).stream())
        .filter(status -> status.state() == State.SUCCEEDED)
        .findFirst()
        .filter(Repeats::endedUnseen)
        .filter(first -> made(first, there))
        .isPresent();
  }

  private static boolean asksForTheSame(Status repeat, Status status) {
    return status.operation().write().equals(repeat.operation().write())
        && status.operation().request().actor().via() == repeat.operation().request().actor().via()
        && status
            .operation()
            .request()
            .actor()
            .id()
            .equals(repeat.operation().request().actor().id());
  }

  /// Its own request makes the first run of it: where another one was needed, that request had
  /// left.
  private static boolean endedUnseen(Status first) {
    return first.tries() > 1;
  }

  private static boolean made(Status first, ImageMirror there) {
    return first.outcome() instanceof Outcome.Created(var mirror)
        && mirror.id().equals(there.id())
        && mirror.mirrors().equals(there.mirrors());
  }
}
