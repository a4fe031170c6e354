package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides whether a create that found its mirror on the cluster repeats the create that made it.
///
/// OCM's clients repeat a create after a 503. When the first create was in doubt and has succeeded
/// since, its caller never got a reply, so the repeat gets the reply of the create. When its caller
/// did get a reply, the repeat is a new request: the source exists. When the first create was given
/// up, the creation time of the mirror decides.
record Repeats(Operations operations) {
  /// The number of recent operations that are read. Only the writes of a few seconds lie between a
  /// create and its repeat.
  private static final int MOST = 100;

  /// The most that OCM's clock may be behind ours.
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  boolean isRepeatOfACreate(Status repeat, ImageMirror there) {
    // IDs contain the time of the clock of their writer, so they do not order operations reliably.
    var recent =
        operations.of(repeat.operation().clusterId(), OperationSelection.NEWEST_FIRST, null, MOST);
    return recent.entries().stream()
        .filter(status -> !status.id().equals(repeat.id()))
        .filter(status -> isSameRequest(repeat, status))
        .flatMap(status -> operations.find(status.id()).stream())
        .filter(Repeats::mayHaveMadeIt)
        .findFirst()
        .filter(Repeats::endedWithoutReply)
        .filter(first -> made(first, there))
        .isPresent();
  }

  private static boolean isSameRequest(Status repeat, Status status) {
    return status.operation().write().equals(repeat.operation().write())
        && status.operation().request().actor().via() == repeat.operation().request().actor().via()
        && status
            .operation()
            .request()
            .actor()
            .id()
            .equals(repeat.operation().request().actor().id());
  }

  /// An operation that was given up may have made the mirror; one that failed in another way has
  /// not. A repeat that got no reply itself has made nothing.
  private static boolean mayHaveMadeIt(Status status) {
    return endedWithoutReply(status)
        ? status.outcome() instanceof Outcome.Created || isGivenUp(status.outcome())
        : status.state() == State.SUCCEEDED;
  }

  private static boolean isGivenUp(@Nullable Outcome outcome) {
    return outcome instanceof Outcome.Refused(Refusal.GivenUp _);
  }

  /// The request itself makes the first attempt: with more attempts, it had already ended.
  private static boolean endedWithoutReply(Status first) {
    return first.attempts() > 1;
  }

  private static boolean made(Status first, ImageMirror there) {
    return switch (first.outcome()) {
      case Outcome.Created(var mirror) ->
          mirror.id().equals(there.id()) && mirror.mirrors().equals(there.mirrors());
      case Outcome.Refused(Refusal.GivenUp _) ->
          isCreatedAfter(first.operation().accepted(), there.created());
      case null, default -> false;
    };
  }

  private static boolean isCreatedAfter(Instant accepted, @Nullable Instant created) {
    return created != null && !created.isBefore(accepted.minus(CLOCKS));
  }
}
