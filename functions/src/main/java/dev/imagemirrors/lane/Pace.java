package dev.imagemirrors.lane;

import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.time.Backoff;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The timing of an invocation: its deadline, and the pauses between attempts.
///
/// @param operationLifetime how long an accepted operation is attempted
public record Pace(Deadline deadline, RandomGenerator random, Duration operationLifetime) {
  /// The time that calls to OCM leave for reading and writing the tables.
  public static final Duration RESERVED = Duration.ofSeconds(3);

  /// A call to OCM starts only when this much time is left for it.
  static final Duration MIN_CALL_TIME = Duration.ofSeconds(1);

  /// How long a request waits for an operation that nobody attempts at present.
  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  /// The shortest turn on a lane: looking more often than turns end shows nothing new.
  private static final Duration SHORT_TURN = Duration.ofMillis(100);

  /// A turn on a lane with which a request counts that decides whether to wait for its own.
  private static final Duration USUAL_TURN = Duration.ofMillis(400);

  private static final Duration LONGEST_LOOK_AWAY = Duration.ofSeconds(2);

  /// So many places in a queue have 4 KB, for which a look costs half a read unit.
  private static final int PLACES_PER_LOOK = 80;

  /// The pause that half a read unit is worth.
  private static final Duration LOOK = Duration.ofMillis(500);

  /// The time until the next check of an operation that could not reach its cluster's lane.
  static final Duration NEXT_CHECK = Duration.ofSeconds(10);

  /// How much longer a lease lasts than its holder can run: more than clocks differ.
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

  /// The pauses between calls that OCM could not answer.
  Backoff callBackoff() {
    return new Backoff(Duration.ofMillis(80), Duration.ofSeconds(2), 1.5, random);
  }

  /// The pauses between calls that OCM answers with 409, which lasts for seconds. They grow slowly,
  /// because every overshoot delays each write of a burst.
  Backoff conflictBackoff() {
    return new Backoff(Duration.ofMillis(40), Duration.ofSeconds(3), 1.15, random);
  }

  /// The pauses between looks at a lane that another invocation holds. A late look delays every
  /// operation in the queue, and a look costs half a read unit: at most one unit a second is spent.
  Backoff laneBackoff() {
    return new Backoff(Duration.ofMillis(50), Duration.ofMillis(900), 1.4, random);
  }

  /// The pauses between the attempts of one operation.
  AttemptBackoff attemptBackoff() {
    return new AttemptBackoff(random);
  }

  /// The longer of two pauses; the second is optional.
  static Duration longer(Duration pause, @Nullable Duration atLeast) {
    return atLeast == null || pause.compareTo(atLeast) > 0 ? pause : atLeast;
  }

  /// The shortest pause before the next look at a lane: turns of operations that come before do not
  /// end sooner, and a look at a long queue costs more.
  Duration untilNextLook(int ahead, @Nullable LaneState seen) {
    var turns = SHORT_TURN.multipliedBy(ahead);
    var bounded = turns.compareTo(LONGEST_LOOK_AWAY) < 0 ? turns : LONGEST_LOOK_AWAY;
    var units = seen == null ? 0 : seen.places().size() / PLACES_PER_LOOK;
    return longer(bounded, LOOK.multipliedBy(units));
  }

  /// Whether a request can hope for its turn behind this many operations.
  boolean canAwait(int operations) {
    return fits(USUAL_TURN.multipliedBy(operations));
  }

  /// Whether an operation in a lane waits until then for longer than a request waits for it.
  boolean isTooLate(Instant next) {
    return next.isAfter(now().plus(PATIENCE));
  }

  /// Whether there is time for a pause of this length, a call to OCM and the writes that follow it.
  boolean fits(Duration pause) {
    return deadline.fits(pause.plus(MIN_CALL_TIME).plus(RESERVED));
  }
}
