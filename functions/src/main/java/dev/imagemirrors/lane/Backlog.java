package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Works off the operations that wait for a cluster, while there is time.
public final class Backlog {
  /// How long one invocation waits for another one that holds the lane.
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Ports ports;
  private final Pace pace;
  private final LaneLoop loop;

  public Backlog(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.loop = new LaneLoop(pace, new LaneWork(ports, pace, null));
  }

  /// What is left to do.
  public sealed interface Left {
    /// No operation waits any more, or not the one that was asked for.
    record Nothing(int ended) implements Left {}

    /// An operation still waits, and can be tried again after the pause.
    record Waiting(int ended, Duration pause) implements Left {}
  }

  /// Runs an operation, after those that were accepted before it, and then those behind it.
  public Left run(String operationId, String clusterId) {
    return drain(clusterId, operationId, null);
  }

  /// Runs the operations that wait for a cluster, which was just read.
  public Left run(Cluster cluster) {
    return drain(cluster.id(), null, cluster);
  }

  private Left drain(String clusterId, @Nullable String operationId, @Nullable Cluster known) {
    var drain = new Drain(operationId);
    return loop.visit(clusterId, known, drain)
        .orElseGet(() -> timeUp(clusterId, operationId, drain.ended));
  }

  /// Goes on until the lane is empty, or what is first in it waits for longer than a few seconds.
  private final class Drain implements LaneLoop.Visitor<Left> {
    private final @Nullable String operationId;
    private int ended;

    Drain(@Nullable String operationId) {
      this.operationId = operationId;
    }

    @Override
    public LaneLoop.Next<Left> after(LaneWork.Turn turn, Duration waited) {
      return switch (turn) {
        case LaneWork.Turn.Ended _ -> {
          ended++;
          yield new LaneLoop.Next.Again<>();
        }
        case LaneWork.Turn.Lost _ -> new LaneLoop.Next.Again<>();
        case LaneWork.Turn.Idle _ -> nothing();
        case LaneWork.Turn.CallerBound(var laneState) when isOver(laneState) -> nothing();
        case LaneWork.Turn.Busy(var laneState, _) when isOver(laneState) -> nothing();
        case LaneWork.Turn.Busy(_, var inFlight) when inFlight.waits() ->
            waiting(until(inFlight.waiting(), inFlight.until()));
        case LaneWork.Turn.Waits(var status) -> waiting(until(status.state(), status.nextTry()));
        case LaneWork.Turn.Busy _, LaneWork.Turn.CallerBound _ ->
            waited.compareTo(LONGEST_LOOK) > 0
                ? waiting(pause(operationId))
                : new LaneLoop.Next.Wait<>();
      };
    }

    /// Whether the operation that was asked for does not wait any more.
    private boolean isOver(LaneState laneState) {
      return operationId != null && !laneState.has(operationId);
    }

    private LaneLoop.Next<Left> nothing() {
      return new LaneLoop.Next.Stop<>(new Left.Nothing(ended));
    }

    private LaneLoop.Next<Left> waiting(Duration pause) {
      return new LaneLoop.Next.Stop<>(Backlog.waiting(ended, pause));
    }
  }

  /// The time is up: the first operation is queued, unless the message at hand will come again.
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

  /// How long to wait for the next attempt. An operation that waits for its cluster is queued again
  /// when the cluster is ready, and must not hold up the queue until then.
  private Duration until(@Nullable State waiting, @Nullable Instant next) {
    if (waiting == State.WAITING_FOR_CLUSTER) {
      return Queue.MAX_PAUSE;
    }
    return next == null ? SOON : Duration.between(pace.now(), next);
  }

  /// How long an operation waits whose turn did not come. The pause grows with its age: a message
  /// that is received too often becomes a dead letter.
  private Duration pause(@Nullable String operationId) {
    if (operationId == null) {
      return SOON;
    }
    return ports
        .operations()
        .find(operationId)
        .map(status -> Duration.between(status.operation().accepted(), pace.now()))
        .map(pace.attempts()::after)
        .orElse(SOON);
  }

  private static Left waiting(int ended, Duration wait) {
    return new Left.Waiting(ended, wait.compareTo(SOON) < 0 ? SOON : wait);
  }
}
