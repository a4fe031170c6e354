package dev.imagemirrors.operation;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// OCM in memory. Tests can prepare the answers of the next calls, with or without their effect.
public final class FakeOcm implements Clusters, ClusterMirrors {
  /// When others have created their mirrors: before any operation.
  private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");

  /// When the mirrors of creates were created: after any operation was accepted.
  private static final Instant MADE = Instant.parse("2027-01-01T00:00:00Z");

  private final List<Cluster> clusters = new ArrayList<>();
  private final Map<String, Map<String, ImageMirror>> mirrors = new LinkedHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<String, Deque<Answer<ImageMirror>>> faultsOf = new LinkedHashMap<>();
  public final List<String> calls = new ArrayList<>();
  private int ids;
  private Duration window = Duration.ZERO;
  private @Nullable Time time;
  private Instant lastWrite = Instant.EPOCH;
  private Runnable meanwhile = () -> {};

  /// A prepared answer, and whether the call takes effect.
  private record Fault(String call, boolean done, Answer<?> answer) {}

  public Cluster add(Cluster cluster) {
    clusters.removeIf(known -> known.id().equals(cluster.id()));
    clusters.add(cluster);
    return cluster;
  }

  public void forgets(String clusterId) {
    clusters.removeIf(known -> known.id().equals(clusterId));
  }

  public ImageMirror has(String clusterId, String source, String... list) {
    return put(clusterId, source, List.of(list), BIRTH);
  }

  private ImageMirror put(String clusterId, String source, List<String> list, Instant created) {
    var mirror = new ImageMirror("mirror-" + ++ids, source, list, created, created);
    of(clusterId).put(mirror.id(), mirror);
    return mirror;
  }

  public void loses(String clusterId, String id) {
    of(clusterId).remove(id);
  }

  /// The next call of that name gets this answer and has no effect.
  public void answers(String call, Answer<?> answer) {
    faults.add(new Fault(call, false, answer));
  }

  /// The next call of that name takes effect and gets this answer.
  public void doesAndAnswers(String call, Answer<?> answer) {
    faults.add(new Fault(call, true, answer));
  }

  /// The next create of that source gets this answer and has no effect.
  public void answersFor(String source, Answer<ImageMirror> answer) {
    faultsOf.computeIfAbsent(source, _ -> new ArrayDeque<>()).add(answer);
  }

  /// The next create of that source is refused.
  public void refuses(String source, String reason) {
    answersFor(source, new Answer.Refused<>(reason));
  }

  /// Answers a write with 409 that comes within the window after the one before.
  public void conflictsWithin(Duration window, Time time) {
    this.window = window;
    this.time = time;
  }

  /// Runs during each create.
  public void meanwhile(Runnable happens) {
    meanwhile = happens;
  }

  private boolean conflicts() {
    if (time == null) {
      return false;
    }
    var since = Duration.between(lastWrite, time.now());
    if (since.compareTo(window) < 0) {
      return true;
    }
    lastWrite = time.now();
    return false;
  }

  public long count(String... names) {
    return calls.stream().filter(List.of(names)::contains).count();
  }

  public List<ImageMirror> mirrors(String clusterId) {
    return List.copyOf(of(clusterId).values());
  }

  @Override
  public Answer<Matches> find(ClusterKey key) {
    return call(
        "findCluster",
        () -> {
          var found = clusters.stream().filter(cluster -> cluster.isNamed(key)).toList();
          return new Answer.Done<>(new Matches(found.size(), found), null);
        });
  }

  @Override
  public Answer<Cluster> read(String clusterId) {
    return call(
        "readCluster",
        () ->
            clusters.stream()
                .filter(cluster -> cluster.id().equals(clusterId))
                .findFirst()
                .<Answer<Cluster>>map(cluster -> new Answer.Done<>(cluster, null))
                .orElseGet(() -> new Answer.Absent<>("no such cluster")));
  }

  @Override
  public Answer<List<Cluster>> read(List<String> clusterIds) {
    return call(
        "readClusters",
        () ->
            new Answer.Done<>(
                clusters.stream().filter(cluster -> clusterIds.contains(cluster.id())).toList(),
                null));
  }

  @Override
  public Answer<List<ImageMirror>> list(String clusterId) {
    return call("list", () -> new Answer.Done<>(mirrors(clusterId), null));
  }

  @Override
  public Answer<ImageMirror> find(String clusterId, MirrorKey key) {
    return call(
        "find",
        () ->
            of(clusterId).values().stream()
                .filter(key::names)
                .findFirst()
                .<Answer<ImageMirror>>map(mirror -> new Answer.Done<>(mirror, null))
                .orElseGet(() -> new Answer.Absent<>("no such mirror")));
  }

  @Override
  public Answer<ImageMirror> create(String clusterId, MirrorSet.Wanted wanted) {
    var source = wanted.source().value();
    return call(
        "create",
        () -> {
          meanwhile.run();
          var fault = faultsOf.getOrDefault(source, new ArrayDeque<>()).poll();
          if (fault != null) {
            return fault;
          }
          if (conflicts()) {
            return new Answer.Conflict<>("modified");
          }
          if (of(clusterId).values().stream().anyMatch(mirror -> mirror.source().equals(source))) {
            return new Answer.AlreadyExists<>("already exists");
          }
          if (of(clusterId).size() >= MirrorSet.MAX_SIZE) {
            return new Answer.Refused<>("too many image mirrors");
          }
          var made = put(clusterId, source, wanted.mirrors().values(), MADE);
          return new Answer.Done<>(made, "ocm-operation");
        });
  }

  @Override
  public Answer<ImageMirror> edit(String clusterId, String id, MirrorList list) {
    return call(
        "edit",
        () ->
            Optional.ofNullable(
                    of(clusterId)
                        .computeIfPresent(
                            id,
                            (_, was) ->
                                new ImageMirror(
                                    id,
                                    was.source(),
                                    list.values(),
                                    was.created(),
                                    MADE.plusSeconds(calls.size()))))
                .<Answer<ImageMirror>>map(mirror -> new Answer.Done<>(mirror, "ocm-operation"))
                .orElseGet(() -> new Answer.Absent<>("no such mirror")));
  }

  @Override
  public Answer<String> delete(String clusterId, String id) {
    return call(
        "delete",
        () ->
            of(clusterId).remove(id) == null
                ? new Answer.Absent<>("no such mirror")
                : new Answer.Done<>(id, "ocm-operation"));
  }

  private Map<String, ImageMirror> of(String clusterId) {
    return mirrors.computeIfAbsent(clusterId, _ -> new LinkedHashMap<>());
  }

  // The test that prepares an answer chooses its type.
  @SuppressWarnings("unchecked")
  private <T> Answer<T> call(String name, Supplier<Answer<T>> truth) {
    calls.add(name);
    var fault = faults.peek();
    if (fault == null || !fault.call().equals(name)) {
      return truth.get();
    }
    faults.remove();
    if (fault.done()) {
      var _ = truth.get();
    }
    return (Answer<T>) fault.answer();
  }
}
