package dev.imagemirrors.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.history.History;
import dev.imagemirrors.operation.IdempotencyKey;
import dev.imagemirrors.operation.LaneState;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.Operations;
import dev.imagemirrors.operation.Records;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.StoreContract;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
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
    var key = IdempotencyKey.of("create", "1", "key", "fields");
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
    var key = IdempotencyKey.of("create", "1", "key", "fields");
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

    assertNewer(() -> history().read(CLUSTER.id(), null, 0, 10));
    assertNewer(() -> history().stored(CLUSTER.id(), null, 10));
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
