package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks after operations that nobody is running: queues them again, and gives up those whose time
/// is over.
public final class Recovery {
  /// When an operation that was queued again is looked after once more, should it still wait.
  private static final Duration NEXT = Duration.ofMinutes(10);

  private static final String GONE = "its caller, who alone may send it, is gone";

  private final Ports ports;
  private final Pace pace;
  private final Endings endings;

  public Recovery(Ports ports, Pace pace) {
    this.ports = ports;
    this.pace = pace;
    this.endings = new Endings(ports, pace);
  }

  /// What was done about the operations that were found.
  ///
  /// @param lost operations that ended without a cluster, and so without an entry in a history
  public record Recovered(int queued, int givenUp, List<Status> lost) {
    public Recovered {
      lost = List.copyOf(lost);
    }
  }

  /// `told` hears of each operation that is to end without a cluster just before it does: nobody
  /// else will say so, and where that fails it is heard again.
  public Recovered recover(Consumer<Status> told) {
    var tally = new Tally(told);
    giveUpDeadLetters(tally);
    for (var unfinished : ports.operations().due(pace.now())) {
      if (!pace.fits(Duration.ZERO)) {
        break;
      }
      tally.attempt(() -> recover(unfinished, tally));
    }
    tellWhatWaits();
    if (tally.failure != null) {
      throw tally.failure;
    }
    return new Recovered(tally.queued, tally.givenUp, tally.lost);
  }

  /// What waits for a cluster to become ready, or behind such a one, is held up by nobody.
  private void tellWhatWaits() {
    var unfinished = ports.operations().unfinished();
    var notReady =
        unfinished.stream()
            .filter(Operations.Unfinished::waitsForCluster)
            .map(Operations.Unfinished::clusterId)
            .collect(Collectors.toSet());
    var waiting = unfinished.stream().filter(each -> !notReady.contains(each.clusterId())).toList();
    var oldest =
        waiting.stream()
            .map(each -> Ids.time(each.operationId()))
            .min(Comparator.naturalOrder())
            .map(accepted -> Duration.between(accepted, pace.now()))
            .orElse(Duration.ZERO);
    ports.telemetry().waiting(waiting.size(), oldest.isNegative() ? Duration.ZERO : oldest);
  }

  private static final class Tally {
    private final Consumer<Status> told;
    private final List<Status> lost = new ArrayList<>();
    private int queued;
    private int givenUp;
    private @Nullable RuntimeException failure;

    Tally(Consumer<Status> told) {
      this.told = told;
    }

    /// Runs a step that concerns one operation. A failure is kept until the others are done: one
    /// operation that cannot be recovered does not stop recovery.
    boolean attempt(Runnable step) {
      try {
        step.run();
        return true;
      } catch (RuntimeException one) {
        failure = one;
        return false;
      }
    }
  }

  private void recover(Operations.Unfinished unfinished, Tally tally) {
    var found = ports.operations().find(unfinished.operationId());
    if (found.isEmpty()) {
      return;
    }
    var status = found.get();
    if (status.state().ended()) {
      if (unfinished.inLane()) {
        // It was given the lane once more, too late, and whoever comes there frees it.
        queue(unfinished, status, tally);
      }
    } else if (!unfinished.inLane() && !isPlaced(status)) {
      unplaced(status, tally);
    } else if (isPastDeadline(status)) {
      tally.givenUp += giveUp(status, "its time is over") ? 1 : 0;
    } else if (isAbandoned(unfinished, status)
        && endings.withdraw(status, new Refusal.GivenUp(GONE), false)) {
      tally.givenUp++;
    } else {
      queue(unfinished, status, tally);
    }
  }

  private void queue(Operations.Unfinished unfinished, Status status, Tally tally) {
    tally.queued += ports.queue().send(status) ? 1 : 0;
    var next = status.operation().orDeadline(pace.now().plus(NEXT));
    ports.operations().putOff(unfinished, next);
  }

  /// Gives up what the queue has given up. A dead letter that cannot be handled now stays.
  private void giveUpDeadLetters(Tally tally) {
    var removed = true;
    while (removed && pace.fits(Duration.ZERO)) {
      removed = false;
      for (var letter : ports.queue().deadLetters()) {
        removed |= tally.attempt(() -> giveUp(letter, tally));
      }
    }
  }

  private void giveUp(Queue.DeadLetter letter, Tally tally) {
    ports
        .operations()
        .find(letter.operationId())
        .filter(status -> !status.state().ended())
        .filter(status -> giveUp(status, "it could not be run, again and again"))
        .ifPresent(_ -> tally.givenUp++);
    ports.queue().remove(letter);
  }

  private boolean giveUp(Status status, String why) {
    var waitedFor = status.why();
    return endings.withdraw(
        status, new Refusal.GivenUp(waitedFor == null ? why : why + ": " + waitedFor), true);
  }

  /// Whether it is in its cluster's lane or line.
  private boolean isPlaced(Status status) {
    var cluster = status.operation().clusterId();
    return !cluster.isEmpty() && ports.lanes().state(cluster).has(status.id());
  }

  /// What becomes of an operation that is written down, and in no lane and no line.
  private void unplaced(Status status, Tally tally) {
    if (isPastDeadline(status)) {
      var why = "its time is over, and it never came to a cluster";
      end(status, new Refusal.GivenUp(why), tally);
    } else if (status.operation().request().isCallerBound()) {
      end(status, new Refusal.GivenUp(GONE), tally);
    } else {
      adopt(status, tally);
    }
  }

  /// Takes on an operation that was written down and got no further: its request crashed before it
  /// found the cluster, or before it joined the line.
  private void adopt(Status status, Tally tally) {
    switch (ports.clusters().find(status.operation().clusterKey())) {
      case Answer.Done(var found, _) when found.one().isPresent() ->
          place(status, found.one().get());
      case Answer.Done(var found, _) when found.total() > 1 ->
          end(status, new Refusal.GivenUp(found.total() + " clusters have that name"), tally);
      case Answer.Done(_, _), Answer.Absent(_) -> end(status, new Refusal.ClusterGone(), tally);
      case Answer<Clusters.Matches> other -> {
        switch (Refusal.of(other)) {
          case Refusal.Unavailable _ -> putOff(status, Pace.NEXT_LOOK);
          case Refusal refusal -> end(status, refusal, tally);
        }
      }
    }
  }

  private void place(Status status, Cluster cluster) {
    var placed = Status.queued(status.operation().on(cluster.id()));
    if (ports.lanes().rejoin(cluster, placed, pace.now().plus(NEXT))) {
      var _ = ports.queue().send(placed);
    } else {
      putOff(status, NEXT);
    }
  }

  private void putOff(Status status, Duration pause) {
    ports.operations().putOff(Operations.Unfinished.waiting(status), pace.now().plus(pause));
  }

  /// Where the cluster is known, the end belongs in its history.
  private void end(Status status, Refusal refusal, Tally tally) {
    if (!status.operation().clusterId().isEmpty()) {
      tally.givenUp += endings.drop(status, refusal) ? 1 : 0;
      return;
    }
    var ended = status.endedBy(new Outcome.Refused(refusal));
    tally.told.accept(ended);
    ports.operations().end(ended);
    ports.telemetry().ends(ended, Duration.between(ended.operation().accepted(), pace.now()));
    tally.lost.add(ended);
  }

  /// Whether it waits in the line for a request that must be over by now.
  private static boolean isAbandoned(Operations.Unfinished unfinished, Status status) {
    return !unfinished.inLane() && status.operation().request().isCallerBound();
  }

  private boolean isPastDeadline(Status status) {
    return status.operation().deadline().isBefore(pace.now());
  }
}
