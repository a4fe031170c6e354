package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lanes, records and history in memory, each call at once for all callers.
public final class FakeStore implements Lanes, Records, History {
  private final Map<String, Cluster> clusters = new LinkedHashMap<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Map<String, ImageMirror>> records = new LinkedHashMap<>();
  private final Map<String, List<HistoryEntry>> history = new LinkedHashMap<>();
  public final List<String> calls = new ArrayList<>();
  public boolean failsToClose;

  @Override
  public synchronized Taking take(
      Cluster cluster, Operation operation, String run, Instant leaseUntil) {
    calls.add("take");
    var held = lanes.get(cluster.id());
    if (held != null) {
      return new Taking.Held(held.operation(), held.run(), held.leaseUntil());
    }
    clusters.put(cluster.id(), cluster);
    var lane = new Lane(operation, run, leaseUntil, head(cluster.id()), false);
    lanes.put(cluster.id(), lane);
    return new Taking.Taken(lane);
  }

  @Override
  public synchronized Taking takeOver(Taking.Held held, String run, Instant leaseUntil) {
    calls.add("takeOver");
    var id = held.operation().clusterId();
    var there = lanes.get(id);
    if (there == null
        || !there.run().equals(held.run())
        || !there.leaseUntil().equals(held.leaseUntil())) {
      return held;
    }
    var lane = new Lane(there.operation(), run, leaseUntil, head(id), true);
    lanes.put(id, lane);
    return new Taking.Taken(lane);
  }

  @Override
  public synchronized boolean close(Lane lane, Outcome outcome, HistoryEntry entry) {
    calls.add("close");
    if (failsToClose) {
      failsToClose = false;
      throw new StoreUnavailable(new IllegalStateException("told to fail"));
    }
    var id = lane.operation().clusterId();
    if (entries(id).contains(entry)) {
      return true;
    }
    var there = lanes.get(id);
    if (there == null || !there.run().equals(lane.run())) {
      return false;
    }
    history.computeIfAbsent(id, _ -> new ArrayList<>()).add(entry);
    record(lane.operation(), outcome);
    lanes.remove(id);
    return true;
  }

  @Override
  public synchronized void leave(Lane lane) {
    calls.add("leave");
    lanes.computeIfPresent(
        lane.operation().clusterId(),
        (_, there) ->
            there.run().equals(lane.run())
                ? new Lane(
                    there.operation(), there.run(), Instant.EPOCH, there.head(), there.resumed())
                : there);
  }

  @Override
  public synchronized Recorded of(String clusterId) {
    var mirrors = List.copyOf(records.getOrDefault(clusterId, Map.of()).values());
    var entries = entries(clusterId);
    return new Recorded(mirrors, entries.isEmpty() ? null : entries.getLast().time());
  }

  @Override
  public synchronized List<Cluster> clusters(ClusterKey key) {
    return clusters.values().stream().filter(cluster -> cluster.isNamed(key)).toList();
  }

  @Override
  public synchronized Page read(String clusterId, @Nullable String mirror, long after, int limit) {
    return Page.of(
        entries(clusterId).stream()
            .filter(entry -> entry.number() > after)
            .filter(entry -> mirror == null || entry.about().contains(mirror))
            .iterator(),
        limit);
  }

  public synchronized List<HistoryEntry> entries(String clusterId) {
    return List.copyOf(history.getOrDefault(clusterId, List.of()));
  }

  private Head head(String clusterId) {
    var entries = entries(clusterId);
    return entries.isEmpty() ? Head.START : entries.getLast().head();
  }

  private void record(Operation operation, Outcome outcome) {
    var of = records.computeIfAbsent(operation.clusterId(), _ -> new LinkedHashMap<>());
    switch (outcome) {
      case Outcome.Created(var mirror) -> of.put(mirror.source(), mirror);
      case Outcome.Updated(_, var after) -> of.put(after.source(), after);
      case Outcome.Unchanged(var mirror) -> of.put(mirror.source(), mirror);
      case Outcome.Deleted(_) -> of.values().removeIf(operation.write().key()::names);
      case Outcome.Refused(Refusal.MirrorNotFound _)
          when operation.write() instanceof Write.Delete ->
          of.values().removeIf(operation.write().key()::names);
      case Outcome.Refused _ -> {}
    }
  }
}
