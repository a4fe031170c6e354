package dev.imagemirrors.ocmproxy;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells whether a create that found its mirror there is the repeat of one that made it.
///
/// OCM's clients send a create again when its answer was 503. Where it was in doubt then, and was
/// found to have landed since, nobody was ever told so: the repeat is answered as the create. A
/// create whose caller had his answer is not repeated by another one: that source exists. Where
/// what became of it could not be found out, or it landed after that, it is the mirror's age that
/// tells.
record Repeats(Operations operations) {
  /// How far back is looked. What lies between a create and its repeat are the other writes of a
  /// few seconds.
  private static final int MOST = 100;

  /// How far OCM's clock may be behind ours.
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  boolean isOfOne(Status repeat, ImageMirror there) {
    // IDs tell the time by the clock of whoever gave them: none lies before another for certain.
    return operations.of(repeat.operation().clusterId(), null, MOST).stream()
        .filter(status -> !status.id().equals(repeat.id()))
        .filter(status -> asksForTheSame(repeat, status))
        .flatMap(status -> operations.find(status.id()).stream())
        .filter(Repeats::mayHaveMadeIt)
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

  /// What was given up may have landed; what failed otherwise has not. A repeat that had no answer
  /// itself has made nothing, and answered nobody.
  private static boolean mayHaveMadeIt(Status status) {
    return endedUnseen(status)
        ? status.outcome() instanceof Outcome.Created || isGivenUp(status.outcome())
        : status.state() == State.SUCCEEDED;
  }

  private static boolean isGivenUp(@Nullable Outcome outcome) {
    return outcome instanceof Outcome.Refused(Refusal.GivenUp _);
  }

  /// Its own request makes the first run of it: where another one was needed, that request had
  /// left.
  private static boolean endedUnseen(Status first) {
    return first.tries() > 1;
  }

  private static boolean made(Status first, ImageMirror there) {
    return switch (first.outcome()) {
      case Outcome.Created(var mirror) ->
          mirror.id().equals(there.id()) && mirror.mirrors().equals(there.mirrors());
      case Outcome.Refused(Refusal.GivenUp _) ->
          isFrom(first.operation().accepted(), there.created());
      case null, default -> false;
    };
  }

  private static boolean isFrom(Instant accepted, @Nullable Instant created) {
    return created != null && !created.isBefore(accepted.minus(CLOCKS));
  }
}
