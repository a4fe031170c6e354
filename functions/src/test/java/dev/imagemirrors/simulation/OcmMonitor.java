package dev.imagemirrors.simulation;

import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.ocm.SimulatedConnection.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks every request to OCM when it is sent and when it has taken effect, and every change that
/// OCM makes.
final class OcmMonitor implements OcmClusters.Listener {
  /// The time that a function reserves for its reply, and for the steps after a call to OCM.
  private static final Duration RESERVED = Duration.ofSeconds(7);

  private final Scheduler scheduler;
  private final Trace trace;
  private final Assertions assertions;
  private final LaneMonitor lanes;
  private final Map<String, List<Sent>> flying = new HashMap<>();
  private final List<ClusterChange> effects = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<String> unclear = new HashSet<>();
  private final List<Dispatch> sent = new ArrayList<>();

  /// A write that was sent for an operation with a token of that user.
  record Dispatch(String operation, String user) {}

  OcmMonitor(Scheduler scheduler, Trace trace, Assertions assertions, LaneMonitor lanes) {
    this.scheduler = scheduler;
    this.trace = trace;
    this.assertions = assertions;
    this.lanes = lanes;
  }

  /// The lane holder that the current call to OCM belongs to.
  Invocation.@Nullable Holder holder() {
    return scheduler.current().invocation().flatMap(Invocation::holder).orElse(null);
  }

  /// All writes that were sent.
  List<Dispatch> sent() {
    return sent;
  }

  /// Whether the result of any request for that operation was ever unknown to its sender.
  boolean wasUnclear(String operation) {
    return unclear.contains(operation);
  }

  /// A function starts a call to OCM, or to its token service.
  void callStarts(Sent request, Duration lifetime) {
    var left = scheduler.current().invocation().orElseThrow().left(scheduler.now());
    assertions.require(
        left.compareTo(lifetime.plus(RESERVED).minusMillis(1)) >= 0,
        Invariant.WITHIN_DEADLINES,
        () ->
            "%s may take %s, of %s"
                .formatted(SimulatedNetwork.description(request), lifetime, left));
  }

  /// A write is sent.
  void sent(Sent write, Invocation.@Nullable Holder by) {
    var description = SimulatedNetwork.description(write);
    var cluster = cluster(write);
    var lane = lanes.lane(cluster);
    assertions.require(
        lane.filter(held -> by != null && by.id().equals(held.holder()) && !held.waits())
            .isPresent(),
        Invariant.EXCLUSIVE_LANES,
        () ->
            "%s is sent by %s; lane: %s"
                .formatted(description, by, lane.map(LaneView::description)));
    var latest = SimulatedTime.at(scheduler.now()).plus(SimulatedTime.MAX_SKEW).toEpochMilli();
    assertions.require(
        lane.filter(held -> latest < held.until()).isPresent(),
        Invariant.WITHIN_DEADLINES,
        () -> description + " is sent when its lease may have expired");
    var others = flying.computeIfAbsent(cluster, _ -> new ArrayList<>());
    assertions.require(
        others.isEmpty(),
        Invariant.EXCLUSIVE_LANES,
        () -> description + " is sent during " + SimulatedNetwork.description(others.getFirst()));
    others.add(write);
    if (by != null) {
      sent.add(new Dispatch(by.operation(), OcmTokens.user(write.authorization())));
      requireNeed(write, by, cluster);
    }
  }

  /// A write has taken effect, or never will.
  void completed(Sent write) {
    flying.getOrDefault(cluster(write), new ArrayList<>()).remove(write);
  }

  /// The sender does not know the result of the write.
  void inDoubt(Invocation.@Nullable Holder by) {
    if (by != null) {
      unclear.add(by.operation());
    }
  }

  private static String cluster(Sent request) {
    return request.uri().getPath().split("/", -1)[5];
  }

  /// An operation does not repeat a completed write, and sends no list that the mirror already has,
  /// unless somebody else changed the mirror meanwhile, or the cluster is gone.
  private void requireNeed(Sent write, Invocation.Holder by, String cluster) {
    var since = lanes.positions(cluster).getOrDefault(by.operation(), 0L);
    var earlier =
        effects.stream()
            .filter(effect -> effect.cluster().equals(cluster))
            .filter(effect -> names(write, effect.mirror()))
            .toList();
    var disturbed =
        earlier.stream().anyMatch(effect -> !effect.isByHolder() && effect.at() >= since);
    if (disturbed || earlier.isEmpty() || gone.contains(cluster)) {
      return;
    }
    var last = earlier.getLast();
    assertions.require(
        !last.isOf(by.operation()) && !isSo(write, last.after()),
        Invariant.NO_NEEDLESS_WRITES,
        () ->
            "needless write: %s, after: %s"
                .formatted(SimulatedNetwork.description(write), last.description()));
  }

  private static boolean isSo(Sent write, @Nullable ImageMirror there) {
    return write.method().equals("PATCH")
        && there != null
        && String.valueOf(write.body())
            .contains("\"mirrors\":[\"" + String.join("\",\"", there.mirrors()) + "\"]");
  }

  private static boolean names(Sent write, ImageMirror mirror) {
    return write.uri().getPath().endsWith("/" + mirror.id())
        || (write.method().equals("POST")
            && String.valueOf(write.body()).contains("\"source\":\"" + mirror.source() + "\""));
  }

  @Override
  public void stateChanged(OcmClusters.StateChange change) {
    trace.add("cluster " + change.cluster(), "is " + change.state());
    if (change.state().equals(OcmClusters.GONE)) {
      gone.add(change.cluster());
    }
  }

  @Override
  public void mirrorsChanged(ClusterChange effect) {
    var by = effect.by();
    trace.add(by == null ? "somebody else" : "OCM for " + by.operation(), effect.description());
    effects.add(effect);
    assertions.require(
        by == null
            || lanes
                .lane(effect.cluster())
                .filter(lane -> by.id().equals(lane.holder()))
                .isPresent(),
        Invariant.EXCLUSIVE_LANES,
        () -> "%s by %s, which no longer holds the lane".formatted(effect.description(), by));
  }
}
