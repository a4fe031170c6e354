package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.call;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.mirrorKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorJson;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.operation.Lane;
import dev.imagemirrors.operation.Lanes;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.operation.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Lanes in DynamoDB: lane, operation in flight and history head are one item a cluster.
public final class DynamoLanes implements Lanes {
  private static final int CLOSING_TRIES = 5;

  private final DynamoDbClient client;
  private final Tables tables;

  public DynamoLanes(DynamoDbClient client, Tables tables) {
    this.client = client;
    this.tables = tables;
  }

  @Override
  public Taking take(Cluster cluster, Operation operation, String run, Instant leaseUntil) {
    try {
      var taken =
          call(() ->
              client.updateItem(update ->
                  update
                      .tableName(tables.mirrors())
                      .key(laneKey(cluster.id()))
                      .updateExpression(
                          "SET directory = :directory, cluster_id = :id, cluster_names = :names,"
                              + " operation = :operation, #run = :run, lease_until = :lease")
                      .conditionExpression("attribute_not_exists(operation)")
                      .expressionAttributeNames(Map.of("#run", "run"))
                      .expressionAttributeValues(
                          Map.of(
                              ":directory", text(DynamoRecords.DIRECTORY),
                              ":id", text(cluster.id()),
                              ":names", text(DynamoRecords.write(cluster)),
                              ":operation", text(OperationJson.write(operation)),
                              ":run", text(run),
                              ":lease", number(leaseUntil.toEpochMilli())))
                      .returnValues(ReturnValue.ALL_NEW)
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)));
      return new Taking.Taken(lane(taken.attributes(), operation, false));
    } catch (ConditionalCheckFailedException held) {
      var item = held.item();
      // The client itself repeats a call whose answer was lost: then what holds the lane is this
      // very run.
      return run.equals(text(item, "run"))
          ? new Taking.Taken(lane(item, operation, false))
          : held(item);
    }
  }

  @Override
  public Taking takeOver(Taking.Held held, String run, Instant leaseUntil) {
    try {
      var taken =
          call(() ->
              client.updateItem(update ->
                  update
                      .tableName(tables.mirrors())
                      .key(laneKey(held.operation().clusterId()))
                      .updateExpression("SET #run = :run, lease_until = :lease")
                      .conditionExpression("#run = :was AND lease_until = :ended")
                      .expressionAttributeNames(Map.of("#run", "run"))
                      .expressionAttributeValues(
                          Map.of(
                              ":run", text(run),
                              ":lease", number(leaseUntil.toEpochMilli()),
                              ":was", text(held.run()),
                              ":ended", number(held.leaseUntil().toEpochMilli())))
                      .returnValues(ReturnValue.ALL_NEW)
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)));
      return new Taking.Taken(lane(taken.attributes(), held.operation(), true));
    } catch (ConditionalCheckFailedException quicker) {
      return run.equals(text(quicker.item(), "run"))
          ? new Taking.Taken(lane(quicker.item(), held.operation(), true))
          : held;
    }
  }

  @Override
  public boolean close(Lane lane, Outcome outcome, HistoryEntry entry) {
    var items = new ArrayList<TransactWriteItem>();
    items.add(freed(lane, entry));
    items.add(entered(lane.operation(), entry));
    recorded(lane.operation(), outcome, entry).ifPresent(items::add);
    for (var tries = 1; ; tries++) {
      try {
        call(() ->
            client.transactWriteItems(
                transaction -> transaction.transactItems(items).clientRequestToken(lane.run())));
        return true;
      } catch (TransactionCanceledException cancelled) {
        var codes = cancelled.cancellationReasons().stream().map(reason -> reason.code()).toList();
        if (codes.getFirst().equals("ConditionalCheckFailed")) {
          return false;
        }
        if (codes.contains("ConditionalCheckFailed")) {
          throw new IllegalStateException(
              "history entry " + entry.number() + " is there, but not at the head", cancelled);
        }
        if (tries == CLOSING_TRIES) {
          throw new StoreUnavailable(cancelled);
        }
      }
    }
  }

  @Override
  public void leave(Lane lane) {
    try {
      call(() ->
          client.updateItem(update ->
              update
                  .tableName(tables.mirrors())
                  .key(laneKey(lane.operation().clusterId()))
                  .updateExpression("SET lease_until = :ended")
                  .conditionExpression("#run = :run")
                  .expressionAttributeNames(Map.of("#run", "run"))
                  .expressionAttributeValues(
                      Map.of(":ended", number(0), ":run", text(lane.run())))));
    } catch (ConditionalCheckFailedException _) {
      // Somebody has taken it over already.
    }
  }

  private TransactWriteItem freed(Lane lane, HistoryEntry entry) {
    return TransactWriteItem.builder()
        .update(update ->
            update
                .tableName(tables.mirrors())
                .key(laneKey(lane.operation().clusterId()))
                .updateExpression(
                    "SET head_number = :number, head_hash = :hash, closed_at = :time"
                        + " REMOVE operation, #run, lease_until")
                .conditionExpression("#run = :run")
                .expressionAttributeNames(Map.of("#run", "run"))
                .expressionAttributeValues(
                    Map.of(
                        ":run",
                        text(lane.run()),
                        ":number",
                        number(entry.number()),
                        ":hash",
                        text(entry.hash()),
                        ":time",
                        text(entry.time().toString()))))
        .build();
  }

  private TransactWriteItem entered(Operation operation, HistoryEntry entry) {
    return TransactWriteItem.builder()
        .put(put ->
            put.tableName(tables.history())
                .item(DynamoHistory.item(operation.clusterId(), entry))
                .conditionExpression("attribute_not_exists(cluster_id)"))
        .build();
  }

  private Optional<TransactWriteItem> recorded(
      Operation operation, Outcome outcome, HistoryEntry entry) {
    return switch (outcome) {
      case Outcome.Created(var mirror) -> Optional.of(put(operation, mirror, entry));
      case Outcome.Updated(_, var after) -> Optional.of(put(operation, after, entry));
      case Outcome.Unchanged(var mirror) -> Optional.of(put(operation, mirror, entry));
      case Outcome.Deleted(var before) ->
          dropped(operation, before == null ? null : before.source());
      case Outcome.Refused(Refusal.MirrorNotFound _)
          when operation.write() instanceof Write.Delete ->
          // The caller wants it gone and the cluster has it not: a record of it would be missing
          // for ever.
          dropped(operation, null);
      case Outcome.Refused _ -> Optional.empty();
    };
  }

  private TransactWriteItem put(Operation operation, ImageMirror mirror, HistoryEntry entry) {
    var item = new HashMap<>(mirrorKey(operation.clusterId(), mirror.source()));
    item.put("mirror", text(MirrorJson.write(mirror).build().write()));
    item.put("mirror_id", text(mirror.id()));
    item.put("operation_id", text(operation.id()));
    item.put("number", number(entry.number()));
    item.put("region", text(operation.region()));
    item.put("recorded_at", text(entry.time().toString()));
    return TransactWriteItem.builder()
        .put(put -> put.tableName(tables.mirrors()).item(item))
        .build();
  }

  private Optional<TransactWriteItem> dropped(Operation operation, @Nullable String source) {
    return Optional.ofNullable(source)
        .or(() -> sourceOf(operation.clusterId(), operation.write().key()))
        .map(known ->
            TransactWriteItem.builder()
                .delete(delete ->
                    delete.tableName(tables.mirrors()).key(mirrorKey(operation.clusterId(), known)))
                .build());
  }

  private Optional<String> sourceOf(String clusterId, MirrorKey key) {
    return new DynamoRecords(client, tables)
        .of(clusterId).mirrors().stream().filter(key::names).map(ImageMirror::source).findFirst();
  }

  private static Taking held(Map<String, AttributeValue> item) {
    return new Taking.Held(
        OperationJson.read(json(item, "operation")),
        Optional.ofNullable(text(item, "run")).orElseThrow(),
        Instant.ofEpochMilli(number(item, "lease_until", 0)));
  }

  private static Lane lane(Map<String, AttributeValue> item, Operation operation, boolean resumed) {
    var hash = text(item, "head_hash");
    return new Lane(
        operation,
        Optional.ofNullable(text(item, "run")).orElseThrow(),
        Instant.ofEpochMilli(number(item, "lease_until", 0)),
        hash == null ? Head.START : new Head(number(item, "head_number", 0), hash),
        resumed);
  }
}
