package dev.imagemirrors.dynamo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.AlteredEntry;
import dev.imagemirrors.history.Checkpoints;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.History;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.history.Selection;
import dev.imagemirrors.history.StateCheckpoint;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.lane.World;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.QueueLimits;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreContract;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.operation.Unstorable;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The contract of the stores on DynamoDB: on two empty tables.
public abstract class DynamoStoreContract extends StoreContract {
  protected abstract DynamoDbClient client();

  protected abstract Tables tables();

  @Override
  protected Lanes lanes() {
    return new DynamoLanes(client(), tables());
  }

  @Override
  protected Operations operations() {
    return new DynamoOperations(client(), tables(), Duration.ofDays(7));
  }

  @Override
  protected Records records() {
    return new DynamoRecords(client(), tables());
  }

  @Override
  protected History history() {
    return new DynamoHistory(client(), tables());
  }

  @Override
  protected Checkpoints checkpoints() {
    return new DynamoCheckpoints(client(), tables());
  }

  @Test
  void leavesALaneOfANewerSchemaAlone() {
    var id = CLUSTER.id();
    var lane = taken(create());
    var stored = newer(Attributes.laneKey(id));

    assertNewer(() -> lanes().state(id));
    assertNewer(() -> lanes().take(CLUSTER, operation(create()), "other", LATER));
    assertNewer(() -> lanes().join(CLUSTER, Status.queued(operation(create())), LATER));
    assertThat(
            lanes()
                .takeOver(
                    id,
                    new LaneState.InFlight(
                        lane.operation().id(), lane.holder(), LATER, null, false),
                    "other",
                    LATER))
        .isEmpty();
    assertNewer(() -> closing(lane, created()));
    assertNewer(() -> records().of(id));

    assertThat(item(Attributes.laneKey(id))).isEqualTo(stored);
  }

  @Test
  void leavesAnOperationOfANewerSchemaAlone() {
    var key = World.key("key", "fields");
    var running = Status.running(operation(create()));
    assertThat(operations().claim(key, running, LATER)).isNotNull();
    var stored = newer(Attributes.operationKey(running.id()));

    assertNewer(() -> operations().find(running.id()));
    assertThat(operations().claim(key, running, LATER)).isNotNull();
    operations().postpone(Operations.Unfinished.of(running), LATER.plusSeconds(1));

    assertThat(item(Attributes.operationKey(running.id()))).isEqualTo(stored);
  }

  @Test
  void leavesAnIdempotencyKeyOfANewerSchemaAlone() {
    var key = World.key("key", "fields");
    assertThat(operations().claim(key, Status.running(operation(create())), LATER)).isNotNull();
    var stored = newer(Attributes.idempotencyKey(key.id()));

    assertNewer(() -> operations().claim(key, Status.running(operation(create())), LATER));

    assertThat(item(Attributes.idempotencyKey(key.id()))).isEqualTo(stored);
  }

  @Test
  void doesNotReadAHistoryEntryOfANewerSchema() {
    assertThat(closing(taken(create()), created())).isInstanceOf(Lanes.Closing.Closed.class);
    newer(
        tables().history(),
        Map.of("cluster_id", Attributes.text(CLUSTER.id()), "number", Attributes.number(1)));

    assertNewer(() -> history().read(CLUSTER.id(), Selection.OLDEST_FIRST, null, 10));
    assertNewer(() -> history().stored(CLUSTER.id(), null, 10));
  }

  @Test
  void reportsAnItemThatIsNoEntry() {
    assertThat(closing(taken(create()), created())).isInstanceOf(Lanes.Closing.Closed.class);
    client()
        .updateItem(update ->
            update
                .tableName(tables().history())
                .key(
                    Map.of(
                        "cluster_id",
                        Attributes.text(CLUSTER.id()),
                        "number",
                        Attributes.number(1)))
                .updateExpression("REMOVE entry"));

    assertThatThrownBy(() -> history().read(CLUSTER.id(), Selection.NEWEST_FIRST, null, 10))
        .isInstanceOfSatisfying(
            AlteredEntry.class, altered -> assertThat(altered.number()).isEqualTo("1"));
  }

  private static StateCheckpoint checkpoint(List<ImageMirror> mirrors) {
    return new StateCheckpoint(new Head(1_000, Digest.sha256("1000")), LATER, LATER, mirrors);
  }

  private void changeCheckpoint(Map<String, AttributeValue> changes) {
    var key =
        Map.of("cluster_id", Attributes.text("CHECKPOINT#c1"), "number", Attributes.number(1_000));
    var item =
        new HashMap<>(client().getItem(get -> get.tableName(tables().history()).key(key)).item());
    item.putAll(changes);
    client().putItem(put -> put.tableName(tables().history()).item(item));
  }

  private void assertAlteredCheckpoint(long number) {
    assertThatThrownBy(() -> checkpoints().newest("c1", 5_000))
        .isInstanceOfSatisfying(
            AlteredEntry.class,
            altered -> assertThat(altered.number()).isEqualByComparingTo("" + number));
  }

  @Test
  void refusesAChangedCheckpoint() {
    var text = JsonWriter.write(checkpoint(List.of()).json("c2").sorted());
    checkpoints().add("c1", checkpoint(List.of()));

    changeCheckpoint(Map.of("checkpoint", Attributes.text(text)));
    assertAlteredCheckpoint(1_000);

    changeCheckpoint(Map.of("hash", Attributes.text(Digest.sha256(text))));
    assertAlteredCheckpoint(1_000);

    changeCheckpoint(Map.of("checkpoint", AttributeValue.fromB(SdkBytes.fromUtf8String(text))));
    assertAlteredCheckpoint(1_000);

    checkpoints()
        .add(
            "c1", new StateCheckpoint(new Head(1_500, Digest.sha256("")), LATER, LATER, List.of()));
    assertAlteredCheckpoint(1_500);
  }

  @Test
  void readsNoCheckpointOfANewerSchema() {
    checkpoints().add("c1", checkpoint(List.of()));
    changeCheckpoint(Map.of("schema_version", Attributes.number(2)));

    assertNewer(() -> checkpoints().newest("c1", 5_000));
  }

  /// The hashes cannot be compressed well.
  private static ImageMirror large(int place, int mirrors) {
    var list =
        IntStream.range(0, mirrors)
            .mapToObj(i -> "m.corp.com/" + Digest.sha256(place + "-" + i))
            .toList();
    return new ImageMirror("id-" + place, "quay.io/" + (100 + place), list, LATER, LATER);
  }

  @Test
  void storesNoCheckpointThatIsTooLarge() {
    var large = checkpoint(IntStream.range(0, 20).mapToObj(i -> large(i, 250)).toList());
    var tooLarge = checkpoint(IntStream.range(0, 50).mapToObj(i -> large(i, 250)).toList());

    checkpoints().add("c1", tooLarge);
    assertThat(checkpoints().newest("c1", 5_000)).isEmpty();

    checkpoints().add("c1", large);
    assertThat(checkpoints().newest("c1", 5_000)).contains(large);
  }

  /// What was stored by an earlier version, or changed by hand.
  private void damage(Map<String, AttributeValue> key) {
    client()
        .updateItem(update ->
            update
                .tableName(tables().mirrors())
                .key(key)
                .updateExpression("SET operation = :damaged")
                .expressionAttributeValues(
                    Map.of(":damaged", Attributes.text("{\"id\":\"\\ud800\"}"))));
  }

  private HistoryEntry entry() {
    return HistoryEntry.after(
        lanes().state(CLUSTER.id()).head(),
        Json.object().put("time", LATER.toString()).put("outcome", "failed").build());
  }

  private static Unreadable unreadable(ThrowingCallable call) {
    return requireNonNull(catchThrowableOfType(Unreadable.class, call));
  }

  @Test
  void discardsAnOperationInTheLaneThatCannotBeRead() {
    var lane = taken(create());
    var id = lane.operation().id();
    damage(Attributes.operationKey(id));
    var inFlight = lanes().state(CLUSTER.id()).inFlight();

    var broken =
        unreadable(() ->
            lanes().takeOver(CLUSTER.id(), requireNonNull(inFlight), lane.holder() + "-b", LATER));

    assertThat(broken.operationId()).isEqualTo(id);
    assertThat(broken.clusterId()).isEqualTo(CLUSTER.id());
    var seen = lanes().state(CLUSTER.id());
    assertThat(lanes().discard(seen, broken, "it cannot be read", entry())).isTrue();
    assertThat(lanes().state(CLUSTER.id()).inFlight()).isNull();
    assertThat(operations().unfinished()).isEmpty();
    assertThat(lanes().discard(seen, broken, "it cannot be read", entry())).isFalse();
    assertThat(item(Attributes.operationKey(id)))
        .containsEntry("operation_state", Attributes.text("failed"));
  }

  @Test
  void discardsAnOperationInTheQueueThatCannotBeRead() {
    var first = taken(create());
    var second = Status.queued(operation(create()));
    var third = Status.queued(operation(create()));
    assertThat(lanes().join(CLUSTER, second, LATER)).isEqualTo(new Lanes.Joining.Joined());
    assertThat(lanes().join(CLUSTER, third, LATER)).isEqualTo(new Lanes.Joining.Joined());
    damage(Attributes.operationKey(second.id()));
    assertThat(closing(first, created())).isInstanceOf(Lanes.Closing.Closed.class);

    assertThat(operations().waiting(CLUSTER.id()))
        .extracting(Status::id)
        .containsExactly(third.id());
    var broken =
        unreadable(
            () -> lanes().takeTurn(CLUSTER.id(), place(second), first.holder() + "-b", LATER));

    assertThat(lanes().discard(lanes().state(CLUSTER.id()), broken, "it cannot be read", entry()))
        .isTrue();
    assertThat(lanes().state(CLUSTER.id()).queue()).containsExactly(third.id());
    assertThat(due(LATER.plusSeconds(1)))
        .extracting(Operations.Unfinished::operationId)
        .containsExactly(third.id());
    assertThat(operations().of(CLUSTER.id(), OperationSelection.NEWEST_FIRST, null, 10).entries())
        .extracting(Status::id)
        .containsExactlyInAnyOrder(first.operation().id(), third.id());
  }

  @Test
  void dropsThePlaceOfAnOperationThatIsNotStored() {
    var first = taken(create());
    var lost = Status.queued(operation(create()));
    assertThat(lanes().join(CLUSTER, lost, LATER)).isEqualTo(new Lanes.Joining.Joined());
    client()
        .deleteItem(
            delete -> delete.tableName(tables().mirrors()).key(Attributes.operationKey(lost.id())));
    assertThat(closing(first, created())).isInstanceOf(Lanes.Closing.Closed.class);
    assertThat(lanes().takeTurn(CLUSTER.id(), place(lost), first.holder() + "-b", LATER)).isEmpty();
    assertThat(lanes().state(CLUSTER.id()).queue()).isEmpty();
  }

  @Test
  void discardsAnOperationThatCannotBeReadAndHasNoCluster() {
    var running =
        Status.running(
            operation(create())
                .on(new Cluster(Operation.NO_CLUSTER, "mycluster", null, "ready", true, null)));
    var key = World.key("key", "fields");
    assertThat(operations().claim(key, running, LATER)).isNotNull();
    damage(Attributes.operationKey(running.id()));

    var broken = unreadable(() -> operations().find(running.id()));
    operations().discard(broken, "it cannot be read", LATER);
    operations().discard(broken, "it cannot be read", LATER);

    assertThat(operations().unfinished()).isEmpty();
    assertThat(item(Attributes.operationKey(running.id())))
        .containsEntry("operation_state", Attributes.text("failed"))
        .containsKey("expires");
  }

  private static void assertNewer(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NewerSchema.class)
        .hasMessageContaining("schema 2; this version reads up to 1");
  }

  private Map<String, AttributeValue> newer(Map<String, AttributeValue> key) {
    newer(tables().mirrors(), key);
    return item(key);
  }

  private void newer(String table, Map<String, AttributeValue> key) {
    client()
        .updateItem(update ->
            update
                .tableName(table)
                .key(key)
                .updateExpression("SET schema_version = :newer")
                .expressionAttributeValues(Map.of(":newer", Attributes.number(2))));
  }

  private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    return client()
        .getItem(get -> get.tableName(tables().mirrors()).key(key).consistentRead(true))
        .item();
  }

  private int laneSize() {
    return item(Attributes.laneKey(CLUSTER.id())).entrySet().stream()
        .mapToInt(attribute -> attribute.getKey().length() + size(attribute.getValue()))
        .sum();
  }

  /// By DynamoDB's rules; numbers have up to 21 bytes.
  private static int size(AttributeValue value) {
    if (value.hasL()) {
      return 3 + value.l().stream().mapToInt(each -> 1 + size(each)).sum();
    }
    return value.s() == null ? 21 : value.s().length();
  }

  /// An item can have 400 KB, and a look at it costs a read unit for 8 KB.
  @Test
  void keepsTheLaneSmallWhenTheQueueIsFull() {
    taken(create());
    for (var i = 0; i < QueueLimits.TOTAL; i++) {
      var status = waiting("01kdyw%020d".formatted(i), "caller " + i % 3, i % 10 == 0);
      assertThat(lanes().join(CLUSTER, status, LATER)).isEqualTo(new Lanes.Joining.Joined());
    }

    assertThat(lanes().state(CLUSTER.id()).queue()).hasSize(QueueLimits.TOTAL);
    assertThat(laneSize()).isBetween(20_000, 24_576);
  }

  /// Mirrors that others have deleted stay recorded, so that their number has no limit.
  @Test
  void keepsTheLaneSmallHoweverManyMirrorsWereRecorded() {
    for (var i = 0; i < 300; i++) {
      var source = "registry.example.com/" + "s".repeat(220) + i;
      var mirror = new ImageMirror("id-" + i, source, List.of("m.example.com/b"), null, null);
      var lane = taken(new Write.Create(MirrorSet.Wanted.of(source, "m.example.com/b")));
      assertThat(closing(lane, new Outcome.Created(mirror))).isEqualTo(new Lanes.Closing.Closed());
    }

    assertThat(records().of(CLUSTER.id()).sources()).hasSize(300);
    assertThat(laneSize()).isLessThan(1_024);
  }

  private static MirrorSet.Wanted wanted(int number, int mirrors) {
    var names =
        IntStream.range(0, mirrors)
            .mapToObj(i -> name(number * 1_000 + i, 250))
            .toArray(String[]::new);
    return MirrorSet.Wanted.of(name(number, 100), names);
  }

  @Test
  void keepsTheLaneSmallWhileALargeSetIsApplied() {
    var wanted = IntStream.range(0, 255).mapToObj(i -> wanted(i, 3)).toList();
    var set = new Write.Apply(new MirrorSet(wanted), false, true, 0);
    var lane = taken(set);
    var largest = new Write.Create(wanted(0, 255));

    assertThat(lanes().mark(lane, new Progress(0, 255, 0, 0, 0), Sending.unread(largest))).isTrue();

    assertThat(laneSize()).isLessThan(1_024);
    var seen = requireNonNull(lanes().state(CLUSTER.id()).inFlight());
    var resumed =
        lanes().takeOver(CLUSTER.id(), seen, lane.holder() + "-next", LATER.plusSeconds(1));
    assertThat(resumed.orElseThrow().sending()).isEqualTo(Sending.unread(largest));
    assertThat(resumed.orElseThrow().operation()).isEqualTo(lane.operation());
  }

  @Test
  void refusesARequestThatIsTooLarge() {
    var wanted = IntStream.range(0, 255).mapToObj(i -> wanted(i, 9)).toList();
    var set = operation(new Write.Apply(new MirrorSet(wanted), false, true, 0));

    assertThatThrownBy(() -> lanes().take(CLUSTER, set, "run", LATER))
        .isInstanceOf(Unstorable.class)
        .hasMessageContaining("bytes when compressed; at most 262144 can be stored");
    assertThatThrownBy(() -> lanes().join(CLUSTER, Status.queued(set), LATER))
        .isInstanceOf(Unstorable.class);

    assertThat(item(Attributes.laneKey(CLUSTER.id()))).isEmpty();
    assertThat(operations().find(set.id())).isEmpty();
  }

  /// The store refuses the item of such a history entry.
  @Test
  void reportsAResultThatIsTooLarge() {
    var lane = taken(create());
    var huge = new ImageMirror("id-1", "a/b", List.of("m".repeat(450_000)), null, null);

    assertThatThrownBy(() -> closing(lane, new Outcome.Created(huge)))
        .isInstanceOf(Unstorable.class)
        .hasMessageContaining("size");

    assertThat(lanes().state(CLUSTER.id()).isInFlight(lane.operation().id())).isTrue();
    assertThat(closing(lane, created())).isEqualTo(new Lanes.Closing.Closed());
  }

  /// A hash key with few values is a hot partition.
  @Test
  void spreadsUnfinishedOperationsByCluster() {
    var keys = new HashSet<String>();
    for (var i = 0; i < 64; i++) {
      var cluster = new Cluster("cluster-" + i, "name-" + i, null, "ready", true, null);
      var made = operation(create());
      var there =
          new Operation(made.id(), cluster.id(), made.request(), made.accepted(), made.deadline());
      lanes().take(cluster, there, "run-" + i, LATER);
      keys.add(Attributes.known(item(Attributes.operationKey(there.id())), "unfinished"));
      assertThat(item(Attributes.laneKey(cluster.id()))).doesNotContainKey("unfinished");
    }

    assertThat(keys).hasSizeGreaterThan(Operations.SHARDS / 2);
    assertThat(operations().unfinished()).hasSize(64);
  }
}
