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

/// Sees every request to OCM when it leaves and when it has landed, and every change that OCM
/// makes.
final class OcmMonitor implements OcmClusters.Listener {
  /// What a function keeps back for its answer, and for what follows a call to OCM.
  private static final Duration KEPT_BACK = Duration.ofSeconds(7);

  private final Scheduler scheduler;
  private final Trace story;
  private final Verdict verdict;
  private final LaneMonitor lanes;
  private final Map<String, List<Sent>> flying = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<String> unclear = new HashSet<>();
  private final List<Dispatch> sent = new ArrayList<>();

  /// That a write was sent for an operation, with that user's token.
  record Dispatch(String operation, String user) {}

  OcmMonitor(Scheduler scheduler, Trace story, Verdict verdict, LaneMonitor lanes) {
    this.scheduler = scheduler;
    this.story = story;
    this.verdict = verdict;
    this.lanes = lanes;
  }

  /// The run on whose behalf OCM is called now.
  Invocation.@Nullable Hold holder() {
    return scheduler.current().invocation().flatMap(Invocation::hold).orElse(null);
  }

  /// All writes that were sent.
  List<Dispatch> sent() {
    return sent;
  }

  /// Whether somebody ever did not know what had become of a request for that operation.
  boolean wasUnclear(String operation) {
    return unclear.contains(operation);
  }

  /// A function begins a call to OCM, or to its token service.
  void asks(Sent request, Duration lifetime) {
    var left = scheduler.current().invocation().orElseThrow().left(scheduler.now());
    verdict.require(
        left.compareTo(lifetime.plus(KEPT_BACK).minusMillis(1)) >= 0,
        Invariant.IN_TIME,
        () -> "%s may take %s, of %s".formatted(SimulatedNetwork.words(request), lifetime, left));
  }

  /// A write leaves.
  void departs(Sent write, Invocation.@Nullable Hold by) {
    var words = SimulatedNetwork.words(write);
    var cluster = cluster(write);
    var lane = lanes.lane(cluster);
    verdict.require(
        lane.filter(held -> by != null && by.run().equals(held.run()) && !held.waits()).isPresent(),
        Invariant.ONE_AT_A_TIME,
        () -> "%s is sent by %s; lane: %s".formatted(words, by, lane.map(LaneView::words)));
    var latest = SimulatedTime.at(scheduler.now()).plus(SimulatedTime.MOST_SKEW).toEpochMilli();
    verdict.require(
        lane.filter(held -> latest < held.until()).isPresent(),
        Invariant.IN_TIME,
        () -> words + " is sent when its lease may be over");
    var others = flying.computeIfAbsent(cluster, _ -> new ArrayList<>());
    verdict.require(
        others.isEmpty(),
        Invariant.ONE_AT_A_TIME,
        () -> words + " is sent while on its way is " + SimulatedNetwork.words(others.getFirst()));
    others.add(write);
    if (by != null) {
      sent.add(new Dispatch(by.operation(), OcmTokens.user(write.authorization())));
      looksForReason(write, by, cluster);
    }
  }

  /// A write has had its effect, or will never have one.
  void lands(Sent write) {
    flying.getOrDefault(cluster(write), new ArrayList<>()).remove(write);
  }

  /// Its sender does not know what became of a write.
  void doubts(Invocation.@Nullable Hold by) {
    if (by != null) {
      unclear.add(by.operation());
    }
  }

  private static String cluster(Sent request) {
    return request.uri().getPath().split("/", -1)[5];
  }

  /// What an operation has done it does not send again, and no list that is there already: unless
  /// somebody else had a hand in that mirror meanwhile, or the cluster is gone.
  private void looksForReason(Sent write, Invocation.Hold by, String cluster) {
    var since = lanes.placed(cluster).getOrDefault(by.operation(), 0L);
    var earlier =
        effects.stream()
            .filter(effect -> effect.cluster().equals(cluster))
            .filter(effect -> names(write, effect.mirror()))
            .toList();
    var disturbed = earlier.stream().anyMatch(effect -> !effect.isOurs() && effect.at() >= since);
    if (disturbed || earlier.isEmpty() || gone.contains(cluster)) {
      return;
    }
    var last = earlier.getLast();
    verdict.require(
        !last.isOf(by.operation()) && !isSo(write, last.after()),
        Invariant.NOTHING_IN_VAIN,
        () -> "%s is sent, after: %s".formatted(SimulatedNetwork.words(write), last.words()));
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
  public void passes(OcmClusters.Passage passage) {
    story.tell("cluster " + passage.cluster(), "is " + passage.state());
    if (passage.state().equals(OcmClusters.GONE)) {
      gone.add(passage.cluster());
    }
  }

  @Override
  public void has(Effect effect) {
    var by = effect.by();
    story.tell(by == null ? "somebody else" : "OCM for " + by.operation(), effect.words());
    effects.add(effect);
    verdict.require(
        by == null
            || lanes.lane(effect.cluster()).filter(lane -> by.run().equals(lane.run())).isPresent(),
        Invariant.ONE_AT_A_TIME,
        () -> "%s by %s, which does not hold the lane any more".formatted(effect.words(), by));
  }
}
