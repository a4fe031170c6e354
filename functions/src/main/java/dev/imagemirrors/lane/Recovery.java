package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Recovers operations that no invocation is running: queues them again, and gives up those whose
/// deadline has passed.
public final class Recovery {
  /// The time until the second check of an operation. It doubles from check to check.
  private static final Duration NEXT_CHECK = Duration.ofMinutes(1);

  /// As long as the longest pause between attempts.
  private static final Duration LONGEST_PAUSE = Queue.MAX_PAUSE;

  /// The time that is kept for the report, and for what is due: neither may starve.
  private static final Duration REPORT_TIME = Duration.ofSeconds(2);

  private static final Duration DUE_TIME = Duration.ofSeconds(20);

  private static final String CALLER_GONE =
      "only its own request could send it, and that request has ended";

  private final Ports ports;
  private final Pace pace;
  private final Endings endings;

  public Recovery(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.endings = new Endings(ports, pace);
  }

  /// What recovery has done.
  ///
  /// @param withoutCluster operations that ended without a cluster, and so without a history entry
  public record Recovered(int queued, int givenUp, List<Status> withoutCluster) {
    public Recovered {
      withoutCluster = List.copyOf(withoutCluster);
    }
  }

  /// The share of the operations that one invocation recovers, so that several do it side by side.
  ///
  /// @param number from 1
  /// @param of how many parts there are
  public record Part(int number, int of) {
    public static final Part ALL = new Part(1, 1);

    private List<Integer> shards() {
      return IntStream.range(0, Operations.SHARDS)
          .filter(shard -> shard % of == number - 1)
          .boxed()
          .toList();
    }

    /// Whether it does, besides, what is done once for all operations.
    private boolean isFirst() {
      return number == 1;
    }
  }

  /// Recovers the operations of a part that are due.
  ///
  /// @param listener receives each operation without a cluster just before it ends, since no
  ///   history has it; when the listener fails, it receives the operation again in the next
  ///   recovery
  public Recovered recover(Part part, Consumer<Status> listener) {
    var tally = new Tally(listener);
    if (part.isFirst()) {
      recoverDeadLetters(tally);
    }
    recoverDue(part, tally);
    if (part.isFirst()) {
      var _ = tally.attempt(this::reportWaiting);
    }
    if (tally.failure != null) {
      throw tally.failure;
    }
    return new Recovered(tally.queued, tally.givenUp, tally.withoutCluster);
  }

  /// Recovers one operation at a time, of the shard that has had the least time: no shard waits for
  /// another in which each call takes long.
  private void recoverDue(Part part, Tally tally) {
    var shards = new PriorityQueue<>(Comparator.comparing(Shard::spent));
    part.shards().forEach(shard -> shards.add(new Shard(shard)));
    while (!shards.isEmpty() && pace.fits(REPORT_TIME)) {
      var shard = shards.remove();
      if (shard.recoverNext(tally)) {
        shards.add(shard);
      }
    }
  }

  /// The operations of a shard that are due.
  private final class Shard {
    private final Iterator<Operations.Unfinished> due;
    private final Set<String> unavailable = new HashSet<>();
    private Duration spent = Duration.ZERO;

    Shard(int number) {
      due = ports.operations().due(number, pace.now()).iterator();
    }

    Duration spent() {
      return spent;
    }

    /// Recovers one operation; false when none is left.
    boolean recoverNext(Tally tally) {
      var begun = pace.time().nanos();
      var next = next(tally);
      next.ifPresent(unfinished -> recover(unfinished, tally));
      spent = spent.plusNanos(pace.time().nanos() - begun);
      return next.isPresent();
    }

    private Optional<Operations.Unfinished> next(Tally tally) {
      try {
        while (due.hasNext()) {
          var next = due.next();
          if (!unavailable.contains(next.clusterId())) {
            return Optional.of(next);
          }
        }
      } catch (RuntimeException unreadable) {
        tally.failure = unreadable;
      }
      return Optional.empty();
    }

    /// Where the store is unavailable for one operation of a cluster, the others of the cluster are
    /// left for the next time: each failure takes seconds.
    private void recover(Operations.Unfinished unfinished, Tally tally) {
      var recovered = tally.attempt(() -> postponeAndRecover(unfinished, tally));
      if (!recovered
          && tally.failure instanceof StoreUnavailable
          && !unfinished.clusterId().isEmpty()) {
        unavailable.add(unfinished.clusterId());
      }
    }
  }

  /// An operation is postponed before it is recovered, so that one that fails comes after all else
  /// that is due.
  private void postponeAndRecover(Operations.Unfinished unfinished, Tally tally) {
    ports.operations().postpone(unfinished, pace.now().plus(pause(unfinished)));
    recoverOrDiscard(unfinished, tally);
  }

  /// The pause before the next check: it grows, because a check that changed nothing will mostly
  /// change nothing the next time.
  private static Duration pause(Operations.Unfinished unfinished) {
    var pause = NEXT_CHECK;
    for (var i = 0; i < unfinished.checks() && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /// Reports the waiting operations, without those that wait for a cluster to become ready or
  /// behind such an operation.
  private void reportWaiting() {
    var unfinished = ports.operations().unfinished();
    var notReady =
        unfinished.stream()
            .filter(each -> each.state() == State.WAITING_FOR_CLUSTER)
            .map(Operations.Unfinished::clusterId)
            .collect(Collectors.toSet());
    var waiting = unfinished.stream().filter(each -> !notReady.contains(each.clusterId())).toList();
    var oldest =
        waiting.stream()
            .map(each -> Ids.time(each.operationId()))
            .min(Comparator.naturalOrder())
            .map(accepted -> Duration.between(accepted, pace.now()))
            .orElse(Duration.ZERO);
    ports
        .telemetry()
        .operationsWaiting(waiting.size(), oldest.isNegative() ? Duration.ZERO : oldest);
  }

  private static final class Tally {
    private final Consumer<Status> listener;
    private final List<Status> withoutCluster = new ArrayList<>();
    private int queued;
    private int givenUp;
    private @Nullable RuntimeException failure;

    Tally(Consumer<Status> listener) {
      this.listener = listener;
    }

    /// Runs a step that concerns one operation. A failure is kept until the others are done: one
    /// operation that cannot be recovered does not stop recovery.
    boolean attempt(Runnable step) {
      try {
        step.run();
        return true;
      } catch (RuntimeException broken) {
        failure = broken;
        return false;
      }
    }
  }

  private void recoverOrDiscard(Operations.Unfinished unfinished, Tally tally) {
    try {
      recover(unfinished, tally);
    } catch (Unreadable broken) {
      tally.givenUp += discard(broken, unfinished.clusterId()) ? 1 : 0;
    }
  }

  /// Ends an operation that cannot be read; false when another invocation holds its lane.
  private boolean discard(Unreadable broken, String clusterId) {
    var isPlaced = !clusterId.isEmpty() && ports.lanes().state(clusterId).has(broken.operationId());
    if (isPlaced) {
      return endings.discard(broken, clusterId, "");
    }
    ports.operations().discard(broken, Endings.UNREADABLE, pace.now());
    return true;
  }

  private void recover(Operations.Unfinished unfinished, Tally tally) {
    var found = ports.operations().find(unfinished.operationId());
    if (found.isEmpty() || found.get().state().ended()) {
      return;
    }
    var status = found.get();
    var place = place(status);
    if (place == Place.NONE) {
      unplaced(status, tally);
    } else if (isPastDeadline(status)) {
      tally.givenUp += giveUp(status, "its deadline has passed") ? 1 : 0;
    } else if (place != Place.RUNNING
        && status.operation().request().isCallerBound()
        && endings.withdraw(status, new Refusal.GivenUp(CALLER_GONE), false)) {
      tally.givenUp++;
    } else if (place == Place.FIRST) {
      queue(status, tally);
    }
  }

  private void queue(Status status, Tally tally) {
    tally.queued += ports.queue().send(status) ? 1 : 0;
  }

  /// Where an operation is.
  private enum Place {
    /// In neither a lane nor a queue.
    NONE,
    /// Behind others, whose turns lead to its own.
    QUEUED,
    /// The next one that an invocation can work on.
    FIRST,
    RUNNING
  }

  private Place place(Status status) {
    var cluster = status.operation().clusterId();
    if (cluster.isEmpty()) {
      return Place.NONE;
    }
    var laneState = ports.lanes().state(cluster);
    var inFlight = laneState.inFlight();
    if (!laneState.has(status.id())) {
      return Place.NONE;
    }
    if (!status.id().equals(laneState.first())) {
      return Place.QUEUED;
    }
    return inFlight == null || inFlight.waits() || inFlight.isFree(pace.now())
        ? Place.FIRST
        : Place.RUNNING;
  }

  /// Recovers the operations of dead letters. A dead letter that cannot be handled now is kept.
  private void recoverDeadLetters(Tally tally) {
    var removed = true;
    while (removed && pace.fits(DUE_TIME)) {
      removed = false;
      for (var deadLetter : ports.queue().deadLetters()) {
        removed |= tally.attempt(() -> recover(deadLetter, tally));
      }
    }
  }

  private void recover(Queue.DeadLetter deadLetter, Tally tally) {
    ports.telemetry().deadLetterFound(deadLetter.operationId());
    try {
      ports
          .operations()
          .find(deadLetter.operationId())
          .filter(status -> !status.state().ended())
          .ifPresent(status -> recoverDead(status, tally));
    } catch (Unreadable broken) {
      tally.givenUp += discard(broken, broken.clusterId()) ? 1 : 0;
    }
    ports.queue().remove(deadLetter);
  }

  /// A dropped message proves nothing about its operation: the functions may have been throttled,
  /// or Lambda took a long chain of messages for a loop. So the operation gets a new message until
  /// its deadline, unless it is running or in no lane.
  private void recoverDead(Status status, Tally tally) {
    if (isPastDeadline(status)) {
      tally.givenUp += giveUp(status, "its deadline has passed") ? 1 : 0;
    } else {
      var place = place(status);
      if (place == Place.QUEUED || place == Place.FIRST) {
        queue(status, tally);
      }
    }
  }

  private boolean giveUp(Status status, String why) {
    var waitedFor = status.waitReason();
    return endings.withdraw(
        status, new Refusal.GivenUp(waitedFor == null ? why : why + ": " + waitedFor), true);
  }

  /// Recovers an operation that is stored, and in neither a lane nor a queue.
  private void unplaced(Status status, Tally tally) {
    if (isPastDeadline(status)) {
      var why = "its deadline has passed, and it was never queued for a cluster";
      end(status, new Refusal.GivenUp(why), tally);
    } else if (status.operation().request().isCallerBound()) {
      end(status, new Refusal.GivenUp(CALLER_GONE), tally);
    } else {
      adopt(status, tally);
    }
  }

  /// Queues an operation whose request crashed after storing it, before it found the cluster or
  /// joined the queue.
  private void adopt(Status status, Tally tally) {
    switch (ports.clusters().find(status.operation().clusterKey())) {
      case Answer.Done(var found, _) when found.one().isPresent() ->
          place(status, found.one().get(), tally);
      case Answer.Done(var found, _) when found.total() > 1 ->
          end(status, new Refusal.GivenUp(found.total() + " clusters match"), tally);
      case Answer.Done(_, _), Answer.Absent(_) -> end(status, new Refusal.ClusterGone(), tally);
      case Answer<Clusters.Matches> other -> {
        switch (Refusal.of(other)) {
          // It was postponed.
          case Refusal.Unavailable _ -> {}
          case Refusal refusal -> end(status, refusal, tally);
        }
      }
    }
  }

  private void place(Status status, Cluster cluster, Tally tally) {
    try {
      var placed = Status.queued(status.operation().on(cluster));
      if (ports.lanes().rejoin(cluster, placed, pace.now().plus(NEXT_CHECK))) {
        queue(placed, tally);
      }
    } catch (InvalidField fault) {
      end(status, new Refusal.GivenUp(fault.field() + " " + fault.reason()), tally);
    }
  }

  /// Ends an operation, in the history of its cluster if that is known.
  private void end(Status status, Refusal refusal, Tally tally) {
    if (!status.operation().clusterId().isEmpty()) {
      tally.givenUp += endings.drop(status, refusal) ? 1 : 0;
      return;
    }
    var ended = status.endedBy(new Outcome.Refused(refusal));
    tally.listener.accept(ended);
    ports.operations().end(ended);
    ports
        .telemetry()
        .operationEnded(ended, Duration.between(ended.operation().accepted(), pace.now()));
    tally.withoutCluster.add(ended);
  }

  private boolean isPastDeadline(Status status) {
    return status.operation().deadline().isBefore(pace.now());
  }
}
