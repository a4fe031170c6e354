package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Runs the operations that wait for a cluster, while there is time.
public final class Backlog {
  /// How long an invocation waits while another one holds the lane.
  private static final Duration MAX_LANE_WAIT = Duration.ofSeconds(5);

  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

  /// The time that the next turn needs. A turn that runs out of time would wait like one that OCM
  /// did not answer: up to an hour, for an operation that was accepted long ago.
  private static final Duration TURN = Duration.ofSeconds(10);

  private final Ports ports;
  private final Pace pace;
  private final LaneLoop loop;

  public Backlog(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.loop = new LaneLoop(pace, new LaneWork(ports, pace, null));
  }

  /// The work that remains.
  public sealed interface Remaining {
    /// No operation is waiting, or the given one is not.
    record None(int ended) implements Remaining {}

    /// An operation is still waiting; its next attempt is due after the pause.
    record Waiting(int ended, Duration pause) implements Remaining {}
  }

  /// Runs an operation, after those that were accepted before it, and then those behind it.
  public Remaining run(String operationId, String clusterId) {
    return drain(clusterId, operationId, null);
  }

  /// Runs the operations that wait for a cluster that was just read.
  public Remaining run(Cluster cluster) {
    return drain(cluster.id(), null, cluster);
  }

  private Remaining drain(String clusterId, @Nullable String operationId, @Nullable Cluster known) {
    var drain = new Drain(clusterId, operationId);
    return loop.visit(clusterId, known, operationId, drain)
        .orElseGet(() -> outOfTime(clusterId, operationId, drain.ended));
  }

  /// Continues until the lane is empty, or its first operation waits for longer than a few seconds.
  private final class Drain implements LaneLoop.Visitor<Remaining> {
    private final String clusterId;
    private final @Nullable String operationId;
    private int ended;

    Drain(String clusterId, @Nullable String operationId) {
      this.clusterId = clusterId;
      this.operationId = operationId;
    }

    @Override
    public LaneLoop.Next<Remaining> after(LaneWork.Turn turn, Duration waited) {
      return switch (turn) {
        case LaneWork.Turn.Ended _ -> {
          ended++;
          yield pace.fits(TURN)
              ? new LaneLoop.Next.Again<>()
              : new LaneLoop.Next.Stop<>(outOfTime(clusterId, operationId, ended));
        }
        case LaneWork.Turn.LaneLost _ -> new LaneLoop.Next.Again<>();
        case LaneWork.Turn.Idle _ -> nothing();
        case LaneWork.Turn.CallerBound(var laneState) when hasEnded(laneState) -> nothing();
        case LaneWork.Turn.Busy(var laneState, _) when hasEnded(laneState) -> nothing();
        case LaneWork.Turn.Busy(_, var inFlight) when inFlight.waits() ->
            waiting(until(inFlight.waiting(), inFlight.until()));
        case LaneWork.Turn.Parked(var status) ->
            waiting(until(status.state(), status.nextAttempt()));
        case LaneWork.Turn.Busy _, LaneWork.Turn.CallerBound _ ->
            waited.compareTo(MAX_LANE_WAIT) > 0
                ? waiting(pause(operationId))
                : new LaneLoop.Next.Wait<>(0);
      };
    }

    /// Whether the given operation is no longer waiting.
    private boolean hasEnded(LaneState laneState) {
      return operationId != null && !laneState.has(operationId);
    }

    private LaneLoop.Next<Remaining> nothing() {
      return new LaneLoop.Next.Stop<>(new Remaining.None(ended));
    }

    private LaneLoop.Next<Remaining> waiting(Duration pause) {
      return new LaneLoop.Next.Stop<>(Backlog.waiting(ended, pause));
    }
  }

  /// The time has run out: the first operation is queued, unless the message of the given one stays
  /// in the queue.
  private Remaining outOfTime(String clusterId, @Nullable String operationId, int ended) {
    var laneState = ports.lanes().state(clusterId);
    var first = laneState.first();
    if (first == null) {
      return new Remaining.None(ended);
    }
    if (operationId != null && laneState.has(operationId)) {
      return waiting(ended, ended > 0 ? MIN_PAUSE : pause(operationId));
    }
    ports.operations().find(first).ifPresent(ports.queue()::send);
    return operationId == null ? waiting(ended, MIN_PAUSE) : new Remaining.None(ended);
  }

  /// The pause before the next attempt. An operation that waits for its cluster is queued again
  /// when the cluster is ready, and must not block the queue until then.
  private Duration until(@Nullable State waiting, @Nullable Instant next) {
    if (waiting == State.WAITING_FOR_CLUSTER) {
      return Queue.MAX_PAUSE;
    }
    return next == null ? MIN_PAUSE : Duration.between(pace.now(), next);
  }

  /// The pause of an operation that is not first yet. It grows with the operation's age: a message
  /// that is received too often becomes a dead letter.
  private Duration pause(@Nullable String operationId) {
    if (operationId == null) {
      return MIN_PAUSE;
    }
    return ports
        .operations()
        .find(operationId)
        .map(status -> Duration.between(status.operation().accepted(), pace.now()))
        .map(pace.attemptBackoff()::after)
        .orElse(MIN_PAUSE);
  }

  private static Remaining waiting(int ended, Duration wait) {
    return new Remaining.Waiting(ended, wait.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : wait);
  }
}
