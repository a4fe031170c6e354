package dev.imagemirrors.simulation;

import dev.imagemirrors.dynamo.DynamoHistory;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.Selection;
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

/// The final state of a simulation: the content of the store, read through the real adapters, and
/// the changes that OCM made.
final class FinalState {
  private static final Tables NAMES = new Tables(SimulatedTables.MIRRORS, SimulatedTables.HISTORY);
  private static final int ALL = 10_000;

  private final World world;
  private final ClusterTimeline timeline;
  private final Operations operations;
  private final Map<String, Status> all = new LinkedHashMap<>();
  private final Map<String, List<ParsedEntry>> history = new LinkedHashMap<>();
  private final Map<String, SimulatedRequest> requests = new LinkedHashMap<>();

  FinalState(World world) {
    this.world = world;
    timeline = new ClusterTimeline(world.ocm());
    var tables = world.tables();
    operations = new DynamoOperations(tables, NAMES, Duration.ofDays(7));
    for (var item : tables.items(SimulatedTables.MIRRORS)) {
      if (AttributeValue.fromS("OPERATION").equals(item.get("sk"))) {
        var id = Objects.requireNonNull(item.get("operation_id")).s();
        operations.find(id).ifPresent(status -> all.put(id, status));
      }
    }
    for (var cluster : clusters()) {
      var entries =
          new DynamoHistory(tables, NAMES)
              .read(cluster, Selection.OLDEST_FIRST, null, ALL)
              .entries();
      history.put(cluster, entries.stream().map(ParsedEntry::of).toList());
    }
    world.requestLog().requests().forEach(each -> requests.put(each.reason(), each));
  }

  World world() {
    return world;
  }

  /// The contents and states of clusters over time.
  ClusterTimeline timeline() {
    return timeline;
  }

  /// All clusters that ever existed.
  List<String> clusters() {
    return timeline.clusters();
  }

  /// All operations that were ever recorded.
  List<Status> operations() {
    return List.copyOf(all.values());
  }

  Optional<Status> operation(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /// The operations that have not ended.
  List<Operations.Unfinished> unfinished() {
    return operations.unfinished();
  }

  List<ParsedEntry> history(String cluster) {
    return history.getOrDefault(cluster, List.of());
  }

  /// The history entries of an operation.
  List<ParsedEntry> entries(Status status) {
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

  /// The changes that OCM made for an operation.
  List<ClusterChange> effects(Status status) {
    return world.ocm().effects().stream().filter(each -> each.isOf(status.id())).toList();
  }

  /// The request that an operation came from.
  SimulatedRequest request(Status status) {
    var request = status.operation().request();
    // OCM clients give no reason; the request ID identifies their request.
    var description = request.reason() == null ? request.actor().event() : request.reason();
    return Objects.requireNonNull(requests.get(description));
  }

  /// The period in which an operation can have changed or observed anything.
  ClusterTimeline.Window window(Status status) {
    return new ClusterTimeline.Window(
        world.requestLog().startTime(request(status).reason()),
        world.lanes().ended(status.id()).orElse(Long.MAX_VALUE));
  }

  /// Whether somebody else changed the mirrors that an operation is about, or the cluster changed
  /// its state. The operation may then have found its change undone, or already made.
  boolean isDisturbed(Status status) {
    var window = window(status);
    var cluster = status.operation().clusterId();
    return timeline.effects(cluster).stream()
            .filter(effect -> isAbout(status.operation().write(), effect.mirror()))
            .anyMatch(effect -> !effect.isByHolder() && window.has(effect.at()))
        || timeline.changedState(cluster, window);
  }

  private static boolean isAbout(Write write, ImageMirror mirror) {
    return switch (write) {
      case Write.Single single -> single.key().names(mirror);
      case Write.Apply _ -> true;
    };
  }

  /// Whether a mirror got its content from somebody else, or from an operation that was given up in
  /// doubt.
  boolean isUnrecorded(ImageMirror mirror) {
    return world.ocm().effects().stream()
        .filter(effect -> mirror.equals(effect.after()))
        .anyMatch(effect ->
            !effect.isByHolder()
                || operation(Objects.requireNonNull(effect.by()).operation())
                    .filter(HistoryChecker::mayHaveLanded)
                    .isPresent());
  }

  /// Whether it was ever unknown if the operation had reached the cluster.
  boolean isDoubtful(Status status) {
    return world.lanes().wasTakenOver(status.id()) || world.calls().wasUnclear(status.id());
  }
}
