package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was accepted and waits: works a cluster's lane off while there is time.
public final class Backlog {
  /// The longest that a wait is left to the queue; longer ones are put back by recovery.
  public static final Duration LONGEST_IN_QUEUE = Duration.ofMinutes(15);

  /// When what could not even be placed is looked after again, at the earliest.
  static final Duration NEXT_LOOK = Duration.ofSeconds(10);

  /// How long one invocation waits for another one that holds the lane.
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Ports ports;
  private final Pace pace;
  private final LaneWork work;

  public Backlog(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.work = new LaneWork(ports, pace, null);
  }

  /// How far it came.
  public sealed interface Left {
    /// Nothing waits any more, or nothing that was asked for.
    record Nothing(int ended) implements Left {}

    /// Something waits still, and can go on then.
    record Waiting(int ended, Duration pause) implements Left {}
  }

  /// Runs an operation, and what was accepted before it, and what time is left for behind it.
  public Left run(String operationId, String clusterId) {
    return drain(clusterId, operationId, null);
  }

  /// Runs what waits for a cluster, which was just read.
  public Left run(Cluster cluster) {
    return drain(cluster.id(), null, cluster);
  }

  private Left drain(String clusterId, @Nullable String operationId, @Nullable Cluster known) {
    var backoff = pace.looks();
    var waited = Duration.ZERO;
    var ended = 0;
    for (var looks = 1; pace.fits(Duration.ZERO); ) {
      switch (work.next(clusterId, known)) {
        case LaneWork.Turn.Ended _ -> {
          ended++;
          looks = 1;
          continue;
        }
        case LaneWork.Turn.Lost _ -> {
          continue;
        }
        case LaneWork.Turn.Idle _ -> {
          return new Left.Nothing(ended);
        }
        case LaneWork.Turn.CallerBound(var laneState)
            when operationId != null && !laneState.has(operationId) -> {
          return new Left.Nothing(ended);
        }
        case LaneWork.Turn.Busy(var laneState, _)
            when operationId != null && !laneState.has(operationId) -> {
          return new Left.Nothing(ended);
        }
        case LaneWork.Turn.Busy(_, var inFlight) when inFlight.waits() -> {
          return waiting(ended, until(inFlight.waiting(), inFlight.until()));
        }
        case LaneWork.Turn.Waits(var status) -> {
          return waiting(ended, until(status.state(), status.nextTry()));
        }
        case LaneWork.Turn.Busy _, LaneWork.Turn.CallerBound _ -> {}
      }
      if (waited.compareTo(LONGEST_LOOK) > 0) {
        return waiting(ended, pause(operationId));
      }
      var pause = backoff.after(looks++);
      waited = waited.plus(pause);
      if (!pace.fits(pause)) {
        break;
      }
      pace.time().sleep(pause);
    }
    return timeUp(clusterId, operationId, ended);
  }

  /// The time is up: what is first is handed on, unless the message at hand will come again.
  private Left timeUp(String clusterId, @Nullable String operationId, int ended) {
    var laneState = ports.lanes().state(clusterId);
    var first = laneState.first();
    if (first == null) {
      return new Left.Nothing(ended);
    }
    if (operationId != null && laneState.has(operationId)) {
      return waiting(ended, ended > 0 ? SOON : pause(operationId));
    }
    ports.operations().find(first).ifPresent(ports.queue()::send);
    return operationId == null ? waiting(ended, SOON) : new Left.Nothing(ended);
  }

  /// How long to wait for the next try. What waits for its cluster is brought back by that, and
  /// must not hold up the queue meanwhile.
  private Duration until(@Nullable State waiting, @Nullable Instant next) {
    if (waiting == State.WAITING_FOR_CLUSTER) {
      return LONGEST_IN_QUEUE;
    }
    return next == null ? SOON : Duration.between(pace.now(), next);
  }

  /// How long an operation waits that was not reached: not so often that its message would be given
  /// up for having come too often.
  private Duration pause(@Nullable String operationId) {
    if (operationId == null) {
      return SOON;
    }
    return ports
        .operations()
        .find(operationId)
        .map(status -> Duration.between(status.operation().accepted(), pace.now()))
        .map(pace.runs()::after)
        .orElse(SOON);
  }

  private static Left waiting(int ended, Duration wait) {
    return new Left.Waiting(ended, wait.compareTo(SOON) < 0 ? SOON : wait);
  }
}
