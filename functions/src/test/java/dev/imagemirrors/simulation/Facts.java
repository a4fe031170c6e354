package dev.imagemirrors.simulation;

import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What there is when a run is over: what the store holds, read through its real adapters, beside
/// what OCM has done.
final class Facts {
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);
  private static final int ALL = 10_000;

  private final World world;
  private final Past past;
  private final Operations operations;
  private final Map<String, Status> all = new LinkedHashMap<>();
  private final Map<String, List<Entry>> history = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  Facts(World world) {
    this.world = world;
    past = new Past(world.ocm());
    var tables = world.tables();
    operations = new DynamoOperations(tables, NAMES, Duration.ofDays(7));
    for (var item : tables.items(SimulatedTables.MIRRORS)) {
      if (AttributeValue.fromS("OPERATION").equals(item.get("sk"))) {
        var id = Objects.requireNonNull(item.get("operation_id")).s();
        operations.find(id).ifPresent(status -> all.put(id, status));
      }
    }
    for (var cluster : clusters()) {
      var entries = new DynamoHistory(tables, NAMES).read(cluster, null, 0, ALL).entries();
      history.put(cluster, entries.stream().map(Entry::of).toList());
    }
    world.dialogue().asked().forEach(each -> asked.put(each.reason(), each));
  }

  World world() {
    return world;
  }

  /// What the clusters had, and when.
  Past past() {
    return past;
  }

  /// All clusters that there ever were.
  List<String> clusters() {
    return past.clusters();
  }

  /// All operations that were ever written down.
  List<Status> operations() {
    return List.copyOf(all.values());
  }

  Optional<Status> operation(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /// What has not ended.
  List<Operations.Unfinished> unfinished() {
    return operations.unfinished();
  }

  List<Entry> history(String cluster) {
    return history.getOrDefault(cluster, List.of());
  }

  /// The entries of an operation.
  List<Entry> entries(Status status) {
    return history(status.operation().clusterId()).stream()
        .filter(entry -> entry.operation().equals(status.id()))
        .toList();
  }

  List<ImageMirror> records(String cluster) {
    return new DynamoRecords(world.tables(), NAMES).of(cluster).mirrors();
  }

  LaneState state(String cluster) {
    return new DynamoLanes(world.tables(), NAMES).state(cluster);
  }

  /// What OCM did for an operation.
  List<Effect> effects(Status status) {
    return world.ocm().effects().stream().filter(each -> each.isOf(status.id())).toList();
  }

  /// The request that an operation came from.
  Asked asked(Status status) {
    var request = status.operation().request();
    // Clients of OCM give no reason: it is their request that is known.
    var words = request.reason() == null ? request.actor().event() : request.reason();
    return Objects.requireNonNull(asked.get(words));
  }

  /// The time in which an operation can have done, or seen, anything.
  Past.Window window(Status status) {
    return new Past.Window(
        world.dialogue().begun(asked(status).reason()),
        world.lanes().ended(status.id()).orElse(Long.MAX_VALUE));
  }

  /// Whether somebody else had a hand in what an operation is about, or the cluster came into
  /// another state: then the operation may have found what it did undone, or done by others.
  boolean isDisturbed(Status status) {
    var window = window(status);
    var cluster = status.operation().clusterId();
    return past.effects(cluster).stream()
            .filter(effect -> isAbout(status.operation().write(), effect.mirror()))
            .anyMatch(effect -> !effect.isOurs() && window.has(effect.at()))
        || past.changedItsState(cluster, window);
  }

  private static boolean isAbout(Write write, ImageMirror mirror) {
    return switch (write) {
      case Write.Single single -> single.key().names(mirror);
      case Write.Apply _ -> true;
    };
  }

  /// Whether a mirror was made what it is by somebody else, or by an operation that was given up
  /// before it knew.
  boolean isUnrecorded(ImageMirror mirror) {
    return world.ocm().effects().stream()
        .filter(effect -> mirror.equals(effect.after()))
        .anyMatch(effect ->
            !effect.isOurs()
                || operation(Objects.requireNonNull(effect.by()).operation())
                    .filter(HistoryChecker::mayHaveLanded)
                    .isPresent());
  }

  /// Whether it was ever unclear whether it had reached the cluster.
  boolean isDoubtful(Status status) {
    return world.lanes().wasTakenOver(status.id()) || world.calls().wasUnclear(status.id());
  }
}
