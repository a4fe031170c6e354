package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.UNFINISHED;
import static dev.imagemirrors.dynamo.Attributes.json;
import static dev.imagemirrors.dynamo.Attributes.known;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.operationKey;
import static dev.imagemirrors.dynamo.Attributes.packed;
import static dev.imagemirrors.dynamo.Attributes.sendingKey;
import static dev.imagemirrors.dynamo.Attributes.size;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.OperationJson;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.OutcomeJson;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Sending;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Unreadable;
import dev.imagemirrors.operation.Unstorable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// An operation's own item. It exists from when the operation is stored until some weeks after its
/// end. While the operation is in the lane, the lane's item has its newest state.
final class OperationItem {
  static final String SORT_KEY = "OPERATION";

  /// The index of a cluster's operations.
  static final String OPERATIONS = "operations";

  /// The item of an ended operation never changes.
  static final String NOT_ENDED = "attribute_not_exists(ended) AND " + Schema.READABLE;

  private static final Duration KEPT = Duration.ofDays(30);

  /// The largest body of an operation, in bytes. It leaves room for the outcome in an item, which
  /// can have 400 KB.
  private static final int LARGEST = 262_144;

  private OperationItem() {}

  /// The item of an operation that has ended.
  static Map<String, AttributeValue> ended(Status status) {
    var item = of(status);
    item.put("ended", AttributeValue.fromBool(true));
    item.put(
        "outcome",
        text(JsonWriter.write(OutcomeJson.write(Objects.requireNonNull(status.outcome())))));
    return item;
  }

  /// The item of an operation that has not ended; recovery checks it at `due`.
  static Map<String, AttributeValue> unfinished(Status status, Instant due) {
    var item = of(status);
    item.put(UNFINISHED, text(Shards.of(status.operation())));
    item.put("due_at", number(due.toEpochMilli()));
    return item;
  }

  private static Map<String, AttributeValue> of(Status status) {
    var operation = status.operation();
    var item = new HashMap<>(operationKey(operation.id()));
    item.put(Schema.ATTRIBUTE, Schema.VALUE);
    item.put("operation", body(operation));
    item.put("operation_id", text(operation.id()));
    if (!operation.clusterId().isEmpty()) {
      item.put("operation_cluster_id", text(operation.clusterId()));
      item.put("cluster_id", text(operation.clusterId()));
    }
    item.put("operation_state", text(status.state().label()));
    item.put("attempts", number(status.attempts()));
    item.put("progress", text(progress(status.progress())));
    item.put("expires", expires(operation));
    put(
        item,
        "next_attempt_at",
        status.nextAttempt() == null ? null : status.nextAttempt().toString());
    put(item, "wait_reason", status.waitReason());
    return item;
  }

  private static AttributeValue body(Operation operation) {
    var body = packed(JsonWriter.write(OperationJson.write(operation)));
    var bytes = size(body);
    if (bytes > LARGEST) {
      throw new Unstorable(
          "the request has %d bytes when compressed; at most %d can be stored"
              .formatted(bytes, LARGEST));
    }
    return body;
  }

  private static AttributeValue expires(Operation operation) {
    return number(operation.deadline().plus(KEPT).getEpochSecond());
  }

  /// The item of the change that a set sends, which has the key of [Attributes#sendingKey]. It is
  /// not part of the operation's item, so that a change of a large set writes little.
  static Map<String, AttributeValue> sending(Operation operation, Sending sending) {
    var item = new HashMap<>(sendingKey(operation.id()));
    item.put(Schema.ATTRIBUTE, Schema.VALUE);
    item.put("sending", packed(JsonWriter.write(OperationJson.write(sending))));
    item.put("expires", expires(operation));
    return item;
  }

  static Sending sending(Map<String, AttributeValue> item) {
    Schema.check(item);
    return OperationJson.readSending(json(item, "sending"));
  }

  static Put.Builder put(Put.Builder put, Tables tables, Status status) {
    return put.tableName(tables.mirrors())
        .item(ended(status))
        .conditionExpression(NOT_ENDED)
        .expressionAttributeValues(Schema.VALUES);
  }

  static Operation operation(Map<String, AttributeValue> item) {
    return OperationJson.read(json(item, "operation"));
  }

  static boolean ended(Map<String, AttributeValue> item) {
    return item.containsKey("ended");
  }

  static Status read(Map<String, AttributeValue> item) {
    Schema.check(item);
    var next = text(item, "next_attempt_at");
    return readable(
        item,
        () ->
            new Status(
                operation(item),
                State.of(known(item, "operation_state")),
                progress(item),
                (int) number(item, "attempts", 0),
                next == null ? null : Instant.parse(next),
                text(item, "wait_reason"),
                ended(item) ? OutcomeJson.read(json(item, "outcome")) : null));
  }

  /// What is read of an item with an operation. Text that cannot be read is told from a store that
  /// is unavailable, because no retry can help.
  static <T> T readable(Map<String, AttributeValue> item, Supplier<T> read) {
    try {
      return read.get();
    } catch (RuntimeException broken) {
      throw new Unreadable(
          Objects.requireNonNullElse(text(item, "operation_id"), ""),
          Objects.requireNonNullElse(text(item, "cluster_id"), ""),
          broken);
    }
  }

  /// Ends an operation whose item cannot be read. The rest of the item stays, for whoever looks
  /// into it.
  static Update discard(Tables tables, Unreadable operation, String reason, Instant now) {
    var outcome = new Outcome.Refused(new Refusal.GivenUp(reason));
    var values =
        new HashMap<>(
            Map.of(
                ":id", text(operation.operationId()),
                ":state", text(State.FAILED.label()),
                ":ended", AttributeValue.fromBool(true),
                ":expires", number(now.plus(KEPT).getEpochSecond()),
                ":outcome", text(JsonWriter.write(OutcomeJson.write(outcome)))));
    values.putAll(Schema.VALUES);
    var cluster = operation.clusterId();
    if (!cluster.isEmpty()) {
      values.put(":cluster", text(cluster));
    }
    return Update.builder()
        .tableName(tables.mirrors())
        .key(operationKey(operation.operationId()))
        .updateExpression(
            "SET operation_id = :id, operation_state = :state, ended = :ended, outcome = :outcome,"
                + " expires = :expires, schema_version = :schema"
                + (cluster.isEmpty() ? "" : ", cluster_id = :cluster")
                + " REMOVE unfinished, due_at, checks, next_attempt_at, wait_reason")
        .conditionExpression(NOT_ENDED)
        .expressionAttributeValues(values)
        .build();
  }

  static String progress(Progress progress) {
    return JsonWriter.write(OutcomeJson.write(progress));
  }

  static Progress progress(Map<String, AttributeValue> item) {
    return OutcomeJson.progress(json(item, "progress"));
  }

  private static void put(Map<String, AttributeValue> item, String name, @Nullable String value) {
    if (value != null) {
      item.put(name, text(value));
    }
  }
}
