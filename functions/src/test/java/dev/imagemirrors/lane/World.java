package dev.imagemirrors.lane;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.operation.FakeQueue;
import dev.imagemirrors.operation.FakeStore;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Principal;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One cluster, with OCM, store and queue in memory, and a clock that advances with each sleep.
public class World {
  static final String CLUSTER = "c1";
  static final Duration LIMIT = Duration.ofSeconds(25);
  static final Duration LIFETIME = Duration.ofHours(24);
  private static final int MOST_RUNS = 2_000;

  final VirtualTime time = new VirtualTime();
  final FakeOcm ocm = new FakeOcm();
  final FakeStore store = new FakeStore();
  final FakeQueue queue = new FakeQueue();
  final List<Status> announced = new ArrayList<>();
  private final Random random = new Random(7);

  /// The interceptor between the functions and the ports.
  Between between = Between.NOTHING;

  World() {
    ocm.add(cluster("ready", true));
  }

  static Cluster cluster(String state, boolean hosted) {
    return new Cluster(CLUSTER, "mycluster", "ext", state, hosted, "us-east-1");
  }

  Ports ports() {
    return ports(ocm, new Unwatched());
  }

  Ports ports(FakeOcm reached, Telemetry telemetry) {
    return new Ports(
        between.put(Clusters.class, reached),
        between.put(ClusterMirrors.class, reached),
        between.put(Lanes.class, store),
        between.put(Operations.class, store),
        between.put(Records.class, store),
        between.put(Queue.class, queue),
        telemetry);
  }

  Pace pace(Duration limit) {
    return new Pace(Deadline.in(time, limit), random, LIFETIME);
  }

  Submitted submit(Write write) {
    return submit(request(write, false, null), LIMIT);
  }

  Submitted submit(Request request, Duration limit) {
    return new Writes(ports(), pace(limit)).submit(request);
  }

  public static Request request(Write write, boolean deferred, @Nullable IdempotencyKey key) {
    return new Request(
        new ClusterKey("mycluster"),
        write,
        new Actor(Actor.Via.API, "arn:aws:iam::1:user/a", "1", "request"),
        "because",
        "us-east-1",
        null,
        deferred,
        key);
  }

  /// A key to create an image mirror.
  public static IdempotencyKey key(String key, String fields) {
    return IdempotencyKey.of(
        "create", new Principal("api a"), new ClusterKey("mycluster"), key, fields);
  }

  Status accepted(Write write) {
    return accepted(request(write, false, null));
  }

  Status accepted(Request request) {
    if (submit(request, LIMIT) instanceof Submitted.Accepted(var status, _, _)) {
      return status;
    }
    throw new AssertionError("not accepted");
  }

  Outcome outcome(Write write) {
    if (submit(write) instanceof Submitted.Ended(_, var outcome, _)) {
      return outcome;
    }
    throw new AssertionError("it did not end");
  }

  /// Runs the queue and the schedules, and lets time pass, until no operation waits.
  void settle() {
    for (var runs = 0; runs < MOST_RUNS; runs++) {
      if (store.unfinished().isEmpty()) {
        return;
      }
      run();
      time.sleep(Duration.ofMinutes(1));
      recover();
    }
    throw new AssertionError("still unfinished: " + store.unfinished());
  }

  /// Handles each message in the queue, and handles it again while its pause is short.
  void run() {
    for (var status = queue.sent.poll(); status != null; status = queue.sent.poll()) {
      while (backlog().run(status.id(), status.operation().clusterId())
              instanceof Backlog.Remaining.Waiting(_, var pause)
          && pause.compareTo(Queue.MAX_PAUSE) < 0) {
        time.sleep(pause);
      }
    }
  }

  Backlog backlog() {
    return new Backlog(ports(), pace(LIMIT));
  }

  Recovery.Recovered recover() {
    return new Recovery(ports(), pace(LIMIT)).recover(Recovery.Part.ALL, announced::add);
  }

  /// Delays the caller just before its first call of that name, until another invocation has taken
  /// over the lane and finished the operation.
  Between takenOverBefore(String name) {
    return call -> {
      if (call.name().equals(name)) {
        between = Between.NOTHING;
        time.sleep(Duration.ofMinutes(6));
        var _ = backlog().run(cluster("ready", true));
      }
      return call.make();
    };
  }

  Status status(String id) {
    return store.find(id).orElseThrow();
  }

  List<String> words() {
    return store.entries(CLUSTER).stream()
        .map(HistoryEntry::shown)
        .map(entry -> entry.at("action").asText() + " " + entry.at("outcome").asText())
        .toList();
  }

  static Write.Single create(String source, String... mirrors) {
    return new Write.Create(MirrorSet.Wanted.of(source, mirrors));
  }

  static Write.Single edit(String key, String... mirrors) {
    return new Write.Edit(new MirrorKey(key), MirrorList.of(mirrors), null, null);
  }

  static Write.Single delete(String key) {
    return new Write.Delete(new MirrorKey(key), true, null);
  }
}
