package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Readiness;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The one path on which every write to a cluster runs, whatever event began it:
///
/// 1. take the cluster's lane and write the operation down;
/// 2. call OCM until it is done, refused, or the time is up ([Run]);
/// 3. write the record, the history entry and the outcome, and free the lane, in one transaction.
///
/// A crash between any two of these leaves a lane whose lease ends. Whoever comes next finishes
/// what it finds there before it begins its own.
public final class Writes {
  /// Kept back from every call to OCM, to write down, or look up, what the tables hold.
  public static final Duration CLOSING = Duration.ofSeconds(3);

  /// How much longer than its holder can live a lease lasts: more than clocks differ.
  private static final Duration LEASE_MARGIN = Duration.ofMinutes(5);

  private final Clusters clusters;
  private final ClusterMirrors mirrors;
  private final Lanes lanes;
  private final RandomGenerator random;
  private final Deadline deadline;
  private final Time time;
  private final Ids ids;

  public Writes(
      Clusters clusters,
      ClusterMirrors mirrors,
      Lanes lanes,
      RandomGenerator random,
      Deadline deadline) {
    this.clusters = clusters;
    this.mirrors = mirrors;
    this.lanes = lanes;
    this.random = random;
    this.deadline = deadline;
    this.time = deadline.time();
    this.ids = new Ids(time, random);
  }

  /// What is asked for, before the cluster is known.
  public record Request(
      ClusterKey cluster,
      Write write,
      Actor actor,
      @Nullable String reason,
      String region,
      @Nullable String profile) {}

  public Submitted submit(Request request) {
    return switch (find(request.cluster())) {
      case Answer.Done(var found, _) when found.total() == 1 && found.clusters().size() == 1 ->
          run(found.clusters().getFirst(), request);
      case Answer.Done(var found, _) -> new Submitted.NoOneCluster(found.total());
      case Answer.Absent(_) -> new Submitted.NoOneCluster(0);
      case Answer<Clusters.Matches> other -> new Submitted.Unheard(Refusal.of(other));
    };
  }

  /// Looks the cluster up, again and again while that may help and there is time.
  private Answer<Clusters.Matches> find(ClusterKey key) {
    var backoff = backoff();
    for (var tries = 1; ; tries++) {
      var answer = clusters.find(key);
      var pause = backoff.after(tries);
      if (answer instanceof Answer.TryLater(_, var after)
          && after != null
          && after.compareTo(pause) > 0) {
        pause = after;
      }
      var passes = answer instanceof Answer.TryLater || answer instanceof Answer.Doubtful;
      if (!passes || !deadline.fits(pause.plus(Run.CALL).plus(CLOSING))) {
        return answer;
      }
      time.sleep(pause);
    }
  }

  private Submitted run(Cluster cluster, Request request) {
    var operation =
        new Operation(
            ids.next(),
            cluster.id(),
            request.cluster(),
            request.write(),
            request.actor(),
            time.now(),
            request.reason(),
            request.region(),
            request.profile());
    var lane = lane(cluster, operation);
    if (lane.isEmpty()) {
      return new Submitted.Unheard(
          new Refusal.ClusterBusy("another write is in flight on the cluster"));
    }
    return Refusal.guard(Readiness.of(cluster))
        .map(refusal -> close(lane.get(), new Outcome.Refused(refusal), null))
        .orElseGet(() -> attempt(lane.get()));
  }

  /// The lane for an operation, waiting for it while there is time; empty when the time is up.
  private Optional<Lane> lane(Cluster cluster, Operation operation) {
    var backoff = backoff();
    for (var tries = 1; ; tries++) {
      var taking = lanes.take(cluster, operation, ids.next(), leaseEnd());
      if (taking instanceof Lanes.Taking.Held held && held.leaseUntil().isBefore(time.now())) {
        taking = lanes.takeOver(held, ids.next(), leaseEnd());
        if (taking instanceof Lanes.Taking.Taken(var left)) {
          attempt(left);
          continue;
        }
      }
      if (taking instanceof Lanes.Taking.Taken(var lane)) {
        return Optional.of(lane);
      }
      var pause = backoff.after(tries);
      if (!deadline.fits(pause.plus(Run.CALL).plus(CLOSING))) {
        return Optional.empty();
      }
      time.sleep(pause);
    }
  }

  private Submitted attempt(Lane lane) {
    var run = new Run(clusters, mirrors, backoff(), deadline.keeping(CLOSING), lane);
    return switch (run.run()) {
      case Run.Result.Ended(var outcome, var ocmOperationId) ->
          close(lane, outcome, ocmOperationId);
      case Run.Result.TimeUp(var why, var inDoubt) -> {
        if (!inDoubt) {
          yield close(lane, new Outcome.Refused(why), null);
        }
        lanes.leave(lane);
        yield new Submitted.Left(lane.operation(), why);
      }
    };
  }

  private Submitted close(Lane lane, Outcome outcome, @Nullable String ocmOperationId) {
    var operation = lane.operation();
    var content = Entries.content(operation, outcome, time.now(), ocmOperationId);
    return lanes.close(lane, outcome, HistoryEntry.after(lane.head(), content))
        ? new Submitted.Ended(operation, outcome)
        : new Submitted.Left(
            operation, new Refusal.Unavailable("another run took the operation over"));
  }

  private Instant leaseEnd() {
    return time.now().plus(deadline.remaining()).plus(LEASE_MARGIN);
  }

  private Backoff backoff() {
    return new Backoff(Duration.ofMillis(80), Duration.ofSeconds(2), random);
  }
}
