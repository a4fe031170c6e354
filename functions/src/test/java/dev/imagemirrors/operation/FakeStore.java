package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Page;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.history.StoredEntry;
import dev.imagemirrors.mirror.ImageMirror;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Lanes, operations, records and history in memory. Each call is atomic.
public final class FakeStore implements Lanes, Operations, Records, History, Checkpoints {
  private static final Duration KEYS_KEPT = Duration.ofDays(7);

  private final Map<String, Cluster> clusters = new LinkedHashMap<>();
  private final Map<String, Held> lanes = new LinkedHashMap<>();
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final Map<String, Status> operations = new LinkedHashMap<>();
  private final Map<String, Instant> due = new HashMap<>();
  private final Map<String, Integer> checks = new HashMap<>();
  private final Map<String, TreeMap<Instant, Integer>> refusals = new HashMap<>();
  private final Map<String, Claim> claims = new HashMap<>();
  private final Map<String, Map<String, ImageMirror>> records = new LinkedHashMap<>();
  private final Map<String, List<HistoryEntry>> history = new LinkedHashMap<>();
  private final Map<String, TreeMap<Long, StateCheckpoint>> checkpoints = new LinkedHashMap<>();
  private final Set<String> damaged = new HashSet<>();
  public final List<String> discarded = new ArrayList<>();
  public final List<String> calls = new ArrayList<>();
  public boolean failsToClose;

  /// How many stored entries were read.
  public int entriesRead;

  /// The stored entries, after changes by a test.
  public UnaryOperator<List<StoredEntry>> stored = UnaryOperator.identity();

  private record Held(
      Operation operation,
      String holder,
      Instant until,
      @Nullable State waits,
      @Nullable String why,
      boolean inDoubt,
      int attempts,
      Progress progress,
      @Nullable Sending sending) {}

  private record Claim(String operationId, String fields, Instant expires) {}

  @Override
  public synchronized Taking take(
      Cluster cluster, Operation operation, String holder, Instant leaseUntil) {
    calls.add("take");
    if (lanes.containsKey(cluster.id()) || !line(cluster.id()).isEmpty()) {
      return new Taking.Held(at(cluster.id()));
    }
    clusters.put(cluster.id(), cluster);
    if (!hasEnded(operation.id())) {
      operations.put(operation.id(), Status.queued(operation));
      due.put(operation.id(), leaseUntil);
    }
    var progress = Progress.of(operation.write());
    return new Taking.Taken(
        hold(cluster.id(), operation, holder, leaseUntil, false, 1, progress, null));
  }

  private Lane hold(
      String cluster,
      Operation operation,
      String holder,
      Instant until,
      boolean inDoubt,
      int attempts,
      Progress progress,
      @Nullable Sending sending) {
    lanes.put(
        cluster,
        new Held(operation, holder, until, null, null, false, attempts, progress, sending));
    return new Lane(operation, holder, until, head(cluster), inDoubt, attempts, progress, sending);
  }

  @Override
  public synchronized Optional<ImageMirror> recorded(String cluster, String source) {
    calls.add("recorded");
    return Optional.ofNullable(records.getOrDefault(cluster, Map.of()).get(source));
  }

  @Override
  public synchronized Joining join(Cluster cluster, Status waiting, Instant at) {
    calls.add("join");
    if (hasEnded(waiting.id()) || line(cluster.id()).contains(waiting.id())) {
      return new Joining.Joined();
    }
    var limit = QueueLimits.reached(waiting.operation(), places(cluster.id()));
    if (limit.isPresent()) {
      return new Joining.Full(limit.get());
    }
    clusters.put(cluster.id(), cluster);
    operations.put(waiting.id(), waiting);
    due.put(waiting.id(), at);
    line(cluster.id()).add(waiting.id());
    return new Joining.Joined();
  }

  private List<QueuePlace> places(String clusterId) {
    return line(clusterId).stream()
        .map(id -> Objects.requireNonNull(operations.get(id)))
        .map(status -> QueuePlace.of(status.operation()))
        .toList();
  }

  private boolean hasEnded(String id) {
    return Optional.ofNullable(operations.get(id)).filter(one -> one.state().ended()).isPresent();
  }

  @Override
  public synchronized boolean rejoin(Cluster cluster, Status waiting, Instant at) {
    calls.add("rejoin");
    if (at(cluster.id()).has(waiting.id()) || !due.containsKey(waiting.id())) {
      return false;
    }
    clusters.put(cluster.id(), cluster);
    operations.put(waiting.id(), waiting);
    due.put(waiting.id(), at);
    line(cluster.id()).add(waiting.id());
    return true;
  }

  @Override
  public synchronized LaneState state(String clusterId) {
    calls.add("state");
    return at(clusterId);
  }

  @Override
  public synchronized LaneState glance(String clusterId) {
    calls.add("glance");
    return at(clusterId);
  }

  private LaneState at(String clusterId) {
    var held = lanes.get(clusterId);
    return new LaneState(
        head(clusterId),
        held == null
            ? null
            : new LaneState.InFlight(
                held.operation().id(), held.holder(), held.until(), held.waits(), held.inDoubt()),
        places(clusterId));
  }

  private List<String> line(String clusterId) {
    return lines.computeIfAbsent(clusterId, _ -> new ArrayList<>());
  }

  @Override
  public synchronized Optional<Lane> takeOver(
      String clusterId, LaneState.InFlight seen, String holder, Instant leaseUntil) {
    calls.add("takeOver");
    var held = lanes.get(clusterId);
    if (held == null
        || !held.holder().equals(seen.holder())
        || !held.until().equals(seen.until())) {
      return Optional.empty();
    }
    if (hasEnded(held.operation().id())) {
      lanes.remove(clusterId);
      return Optional.empty();
    }
    var inDoubt = held.waits() == null || held.inDoubt();
    var taken =
        hold(
            clusterId,
            held.operation(),
            holder,
            leaseUntil,
            inDoubt,
            held.attempts() + 1,
            held.progress(),
            held.sending());
    read(held.operation().id(), clusterId);
    return Optional.of(taken);
  }

  @Override
  public synchronized Optional<Lane> takeTurn(
      String clusterId, QueuePlace first, String holder, Instant leaseUntil) {
    calls.add("takeTurn");
    var id = first.operationId();
    var line = line(clusterId);
    if (lanes.containsKey(clusterId) || line.isEmpty() || !line.getFirst().equals(id)) {
      return Optional.empty();
    }
    read(id, clusterId);
    line.removeFirst();
    var status = Objects.requireNonNull(operations.get(id));
    return Optional.of(
        hold(
            clusterId,
            status.operation(),
            holder,
            leaseUntil,
            false,
            status.attempts() + 1,
            status.progress(),
            null));
  }

  @Override
  public synchronized boolean park(Lane lane, Status waiting, boolean inDoubt, Instant at) {
    calls.add("park");
    var id = lane.operation().clusterId();
    var held = lanes.get(id);
    if (held == null || !held.holder().equals(lane.holder())) {
      return false;
    }
    operations.put(waiting.id(), waiting);
    due.put(waiting.id(), at);
    checks.remove(waiting.id());
    lanes.put(
        id,
        new Held(
            held.operation(),
            held.holder(),
            Objects.requireNonNull(waiting.nextAttempt()),
            waiting.state(),
            waiting.waitReason(),
            inDoubt,
            held.attempts(),
            waiting.progress(),
            held.sending()));
    return true;
  }

  @Override
  public synchronized boolean mark(Lane lane, Progress planned, Sending first) {
    calls.add("mark");
    var held = lanes.get(lane.operation().clusterId());
    if (held == null || !isHeld(lane)) {
      return false;
    }
    var isNoted = held.progress().equals(planned) && first.equals(held.sending());
    return isNoted
        || (held.progress().equals(lane.progress()) && note(lane.withProgress(planned, first)));
  }

  private boolean isHeld(Lane lane) {
    var held = lanes.get(lane.operation().clusterId());
    return held != null && held.holder().equals(lane.holder());
  }

  private boolean note(Lane lane) {
    lanes.put(
        lane.operation().clusterId(),
        new Held(
            lane.operation(),
            lane.holder(),
            lane.leaseUntil(),
            null,
            null,
            false,
            lane.attempts(),
            lane.progress(),
            lane.sending()));
    return true;
  }

  @Override
  public synchronized Closing advance(Lane lane, Outcome change, HistoryEntry entry) {
    calls.add("advance");
    var closing = closing(lane);
    if (closing instanceof Closing.Closed) {
      note(lane);
      write(lane.operation(), change, entry);
    }
    return closing;
  }

  @Override
  public synchronized Closing close(Lane lane, Status ended, Outcome change, HistoryEntry entry) {
    calls.add("close");
    if (failsToClose) {
      failsToClose = false;
      throw new StoreUnavailable(new IllegalStateException("the test makes it fail"));
    }
    if (entries(lane.operation().clusterId()).contains(entry)) {
      return new Closing.Closed();
    }
    var closing = closing(lane);
    if (closing instanceof Closing.Closed) {
      lanes.remove(lane.operation().clusterId());
      write(lane.operation(), change, entry);
      end(ended);
    }
    return closing;
  }

  private Closing closing(Lane lane) {
    if (!isHeld(lane)) {
      return new Closing.LaneLost();
    }
    var head = head(lane.operation().clusterId());
    return head.equals(lane.head()) ? new Closing.Closed() : new Closing.HeadMoved(head);
  }

  @Override
  public synchronized boolean release(Lane lane, Status ended) {
    calls.add("release");
    if (!isHeld(lane)) {
      return false;
    }
    lanes.remove(lane.operation().clusterId());
    end(ended);
    return true;
  }

  @Override
  public synchronized RefusalCount countRefusal(
      Operation operation, Instant window, Instant expires) {
    calls.add("countRefusal");
    var key = operation.clusterId() + " " + QueuePlace.of(operation).caller();
    var counts = refusals.computeIfAbsent(key, _ -> new TreeMap<>());
    var before = counts.isEmpty() || counts.containsKey(window) ? 0 : counts.lastEntry().getValue();
    return new RefusalCount(counts.merge(window, 1, Integer::sum), before);
  }

  @Override
  public synchronized boolean end(
      LaneState seen, @Nullable Cluster cluster, Status ended, HistoryEntry entry) {
    calls.add("end");
    var id = ended.operation().clusterId();
    var now = at(id);
    if (!now.head().equals(seen.head())) {
      return false;
    }
    var inFlight = seen.inFlight();
    if (inFlight != null && seen.isInFlight(ended.id())) {
      if (!inFlight.equals(now.inFlight())) {
        return false;
      }
      lanes.remove(id);
    } else if (seen.queue().contains(ended.id()) && !line(id).remove(ended.id())) {
      return false;
    }
    if (cluster != null) {
      clusters.put(id, cluster);
    }
    write(ended.operation(), Objects.requireNonNull(ended.outcome()), entry);
    end(ended);
    return true;
  }

  private void write(Operation operation, Outcome change, HistoryEntry entry) {
    history.computeIfAbsent(operation.clusterId(), _ -> new ArrayList<>()).add(entry);
    record(operation, change);
  }

  /// Makes the stored text of an operation unreadable.
  public synchronized void damage(String id) {
    damaged.add(id);
  }

  private void read(String id, String cluster) {
    if (damaged.contains(id)) {
      throw new Unreadable(id, cluster, new IllegalStateException("told to be damaged"));
    }
  }

  @Override
  public synchronized boolean discard(
      LaneState seen, Unreadable operation, String reason, HistoryEntry entry) {
    calls.add("discard");
    var cluster = operation.clusterId();
    if (!at(cluster).equals(seen)) {
      return false;
    }
    var held = lanes.get(cluster);
    if (held != null && held.operation().id().equals(operation.operationId())) {
      lanes.remove(cluster);
    }
    line(cluster).remove(operation.operationId());
    history.computeIfAbsent(cluster, _ -> new ArrayList<>()).add(entry);
    discard(operation, reason, entry.time());
    return true;
  }

  @Override
  public synchronized void discard(Unreadable operation, String reason, Instant now) {
    due.remove(operation.operationId());
    discarded.add(operation.operationId());
  }

  @Override
  public synchronized void end(Status ended) {
    operations.put(ended.id(), ended);
    due.remove(ended.id());
  }

  @Override
  public synchronized Optional<Status> find(String id) {
    calls.add("find");
    if (hasEnded(id)) {
      return Optional.ofNullable(operations.get(id));
    }
    for (var held : lanes.values()) {
      if (held.operation().id().equals(id)) {
        read(id, held.operation().clusterId());
        return Optional.of(status(held));
      }
    }
    var found = Optional.ofNullable(operations.get(id));
    found.ifPresent(status -> read(id, status.operation().clusterId()));
    return found;
  }

  private static Status status(Held held) {
    var waits = held.waits();
    return new Status(
        held.operation(),
        waits == null ? State.RUNNING : waits,
        held.progress(),
        held.attempts(),
        waits == null ? null : held.until(),
        held.why(),
        null);
  }

  @Override
  public synchronized Page<Status, String> of(
      String clusterId, OperationSelection selection, @Nullable String position, int limit) {
    var found = new LinkedHashMap<String, Status>();
    operations.values().stream()
        .filter(status -> status.operation().clusterId().equals(clusterId))
        .forEach(status -> found.put(status.id(), status));
    var held = lanes.get(clusterId);
    if (held != null) {
      found.put(held.operation().id(), status(held));
    }
    var page = selection.page(limit);
    var newestFirst = new TreeMap<>(found).descendingMap();
    for (var status :
        (selection.oldestFirst() ? newestFirst.descendingMap() : newestFirst).values()) {
      if (position == null || selection.isBefore(position, status.id())) {
        var complete = page.add(status);
        if (complete != null) {
          return complete;
        }
      }
    }
    return page.end();
  }

  @Override
  public synchronized List<Status> waiting(String clusterId) {
    var waiting = new ArrayList<Status>();
    var held = lanes.get(clusterId);
    if (held != null) {
      waiting.add(status(held));
    }
    line(clusterId).forEach(id -> waiting.add(Objects.requireNonNull(operations.get(id))));
    return waiting;
  }

  @Override
  public synchronized Iterable<Unfinished> due(int shard, Instant now) {
    calls.add("due");
    return due.entrySet().stream()
        .filter(each -> !each.getValue().isAfter(now))
        .sorted(Map.Entry.comparingByValue())
        .map(each -> Objects.requireNonNull(operations.get(each.getKey())))
        .filter(status -> Operations.shard(status.operation()) == shard)
        .map(status ->
            new Unfinished(
                status.id(),
                status.operation().clusterId(),
                status.state(),
                checks.getOrDefault(status.id(), 0)))
        .toList();
  }

  @Override
  public synchronized Iterable<Unfinished> unfinished(int shard) {
    return due(shard, Instant.MAX);
  }

  @Override
  public synchronized void postpone(Unfinished unfinished, Instant at) {
    calls.add("postpone");
    due.computeIfPresent(unfinished.operationId(), (_, _) -> at);
    checks.put(unfinished.operationId(), unfinished.checks() + 1);
  }

  @Override
  public synchronized Claiming claim(IdempotencyKey key, Status running, Instant at) {
    calls.add("claim");
    return claim(key, running, at, running.id());
  }

  @Override
  public synchronized Claiming reclaim(
      IdempotencyKey key, Status running, Instant at, String cancelled) {
    calls.add("reclaim");
    return claim(key, running, at, cancelled);
  }

  private Claiming claim(IdempotencyKey key, Status running, Instant at, String replaced) {
    var accepted = running.operation().accepted();
    var claim = claims.get(key.id());
    if (claim != null
        && claim.expires().isAfter(accepted)
        && !List.of(running.id(), replaced).contains(claim.operationId())) {
      return new Claiming.AlreadyClaimed(claim.operationId(), claim.fields());
    }
    claims.put(key.id(), new Claim(running.id(), key.fields(), accepted.plus(KEYS_KEPT)));
    operations.put(running.id(), running);
    due.put(running.id(), at);
    return new Claiming.Claimed();
  }

  @Override
  public synchronized void release(IdempotencyKey key, String operationId) {
    calls.add("release");
    claims.computeIfPresent(
        key.id(), (_, claim) -> claim.operationId().equals(operationId) ? null : claim);
    operations.remove(operationId);
    due.remove(operationId);
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
  public synchronized Page<HistoryEntry, Long> read(
      String clusterId, Selection selection, @Nullable Long position, int limit) {
    var page = selection.page(limit);
    var all = entries(clusterId);
    for (var entry : selection.oldestFirst() ? all : all.reversed()) {
      var isNext =
          position == null
              || (selection.oldestFirst() ? entry.number() > position : entry.number() < position);
      if (isNext && entry.number() > selection.after()) {
        var complete = page.add(entry);
        if (complete != null) {
          return complete;
        }
      }
    }
    return page.end();
  }

  @Override
  public synchronized Stored stored(String clusterId, @Nullable BigDecimal after, int limit) {
    calls.add("stored");
    var all = stored.apply(entries(clusterId).stream().map(StoredEntry::of).toList());
    var rest =
        all.stream().filter(entry -> after == null || entry.number().compareTo(after) > 0).toList();
    var page = rest.subList(0, Math.min(limit, rest.size()));
    entriesRead += page.size();
    return new Stored(page, page.size() < rest.size() ? page.getLast().number() : null);
  }

  @Override
  public synchronized Optional<StateCheckpoint> newest(String clusterId, long upTo) {
    calls.add("newest");
    var found = checkpoints.getOrDefault(clusterId, new TreeMap<>()).floorEntry(upTo);
    return Optional.ofNullable(found).map(Map.Entry::getValue);
  }

  @Override
  public synchronized void add(String clusterId, StateCheckpoint checkpoint) {
    checkpoints
        .computeIfAbsent(clusterId, _ -> new TreeMap<>())
        .putIfAbsent(checkpoint.number(), checkpoint);
  }

  /// Adds an entry that an earlier operation left.
  public synchronized void append(String clusterId, HistoryEntry entry) {
    history.computeIfAbsent(clusterId, _ -> new ArrayList<>()).add(entry);
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
    switch (RecordChange.of(operation, outcome)) {
      case RecordChange.Put(var mirror) -> of.put(mirror.source(), mirror);
      case RecordChange.Delete(var source) -> of.remove(source);
      case RecordChange.DeleteNamed(var key) -> of.values().removeIf(key::names);
      case RecordChange.None _ -> {}
    }
  }
}
