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
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationSelection;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreContract;
import dev.imagemirrors.operation.Unreadable;
import java.time.Duration;
import java.util.HashMap;
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
    operations().postpone(Operations.Unfinished.waiting(running), LATER.plusSeconds(1));

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
    damage(Attributes.laneKey(CLUSTER.id()));
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
    assertThat(operations().find(id).orElseThrow().state()).isEqualTo(State.FAILED);
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
        unreadable(() -> lanes().takeTurn(CLUSTER.id(), second.id(), first.holder() + "-b", LATER));

    assertThat(lanes().discard(lanes().state(CLUSTER.id()), broken, "it cannot be read", entry()))
        .isTrue();
    assertThat(lanes().state(CLUSTER.id()).queue()).containsExactly(third.id());
    assertThat(operations().due(LATER.plusSeconds(1)))
        .extracting(Operations.Unfinished::operationId)
        .containsExactly(third.id());
    assertThat(operations().of(CLUSTER.id(), OperationSelection.NEWEST_FIRST, null, 10).entries())
        .extracting(Status::id)
        .containsExactlyInAnyOrder(first.operation().id(), third.id());
  }

  /// The share of an operation that cannot be read, or is not stored, is not known when it leaves
  /// the queue.
  @Test
  void keepsNoShareWhenTheQueueIsEmpty() {
    var first = taken(create());
    var lost = Status.queued(operation(create()));
    assertThat(lanes().join(CLUSTER, lost, LATER)).isEqualTo(new Lanes.Joining.Joined());
    client()
        .deleteItem(
            delete -> delete.tableName(tables().mirrors()).key(Attributes.operationKey(lost.id())));
    assertThat(closing(first, created())).isInstanceOf(Lanes.Closing.Closed.class);
    assertThat(lanes().takeTurn(CLUSTER.id(), lost.id(), first.holder() + "-b", LATER)).isEmpty();
    assertThat(lanes().state(CLUSTER.id()).queue()).isEmpty();

    var _ = taken(create());

    assertThat(item(Attributes.laneKey(CLUSTER.id()))).doesNotContainKey("queue_shares");
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
}
