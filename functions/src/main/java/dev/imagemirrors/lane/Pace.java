package dev.imagemirrors.lane;

import dev.imagemirrors.time.Backoff;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How an invocation spends its time: until when it works, and how long it waits between tries.
///
/// @param operationLifetime how long an accepted operation is worth trying
public record Pace(Deadline deadline, RandomGenerator random, Duration operationLifetime) {
  /// Kept back from every call to OCM, to write down, or look up, what the tables hold.
  public static final Duration CLOSING = Duration.ofSeconds(3);

  /// A call to OCM is begun only when this much time is left for it.
  static final Duration CALL = Duration.ofSeconds(1);

  /// When an operation that could not reach its cluster's lane is looked at again, at the earliest.
  static final Duration NEXT_LOOK = Duration.ofSeconds(10);

  /// How much longer than its holder can live a lease lasts: more than clocks differ.
  private static final Duration LEASE_MARGIN = Duration.ofMinutes(5);

  Time time() {
    return deadline.time();
  }

  Instant now() {
    return time().now();
  }

  Ids ids() {
    return new Ids(time(), random);
  }

  Instant leaseEnd() {
    return now().plus(deadline.remaining()).plus(LEASE_MARGIN);
  }

  /// Between tries of calls that OCM could not answer.
  Backoff calls() {
    return new Backoff(Duration.ofMillis(80), Duration.ofSeconds(2), 1.5, random);
  }

  /// Between tries of a write that OCM answers with 409, which passes after seconds. The waits grow
  /// slowly, as a part of what was waited already: every overshoot is felt once for each write of a
  /// burst.
  Backoff conflicts() {
    return new Backoff(Duration.ofMillis(40), Duration.ofSeconds(3), 1.15, random);
  }

  /// Between looks at a lane that somebody else holds: a look costs little, and what is lost by a
  /// late one is lost for all who wait behind.
  Backoff looks() {
    return new Backoff(Duration.ofMillis(50), Duration.ofMillis(400), 1.5, random);
  }

  /// Between the attempts of one operation.
  AttemptBackoff attempts() {
    return new AttemptBackoff(random);
  }

  /// Whether there is time, after this long a pause, for a call to OCM and for what follows it.
  boolean fits(Duration pause) {
    return deadline.fits(pause.plus(CALL).plus(CLOSING));
  }
}
