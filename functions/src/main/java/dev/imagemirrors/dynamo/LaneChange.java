package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.laneKey;
import static dev.imagemirrors.dynamo.Attributes.number;
import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.history.Head;
import dev.imagemirrors.history.HistoryEntry;
import dev.imagemirrors.operation.QueuePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/// An update of the lane's item. It always advances the head.
final class LaneChange {
  private final Tables tables;
  private final String clusterId;
  private final List<String> conditions = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private String set = "head_number = :number, head_hash = :hash, closed_at = :time";

  LaneChange(Tables tables, String clusterId, Head seen, HistoryEntry entry) {
    this.tables = tables;
    this.clusterId = clusterId;
    where(Schema.READABLE, Schema.PLACEHOLDER, Schema.VALUE);
    values.put(":number", number(entry.number()));
    values.put(":hash", text(entry.hash()));
    values.put(":time", text(entry.time().toString()));
    if (seen.equals(Head.START)) {
      conditions.add("attribute_not_exists(head_number)");
    } else {
      where("head_number = :seen", ":seen", number(seen.number()));
    }
  }

  void where(String condition, String name, AttributeValue value) {
    conditions.add(condition);
    values.put(name, value);
  }

  void sets(String assignment, String name, String value) {
    set += ", " + assignment;
    values.put(name, text(value));
  }

  void removes(String attributes) {
    removed.add(attributes);
  }

  void creates(Cluster cluster) {
    set += ", " + LaneItem.CLUSTER;
    values.putAll(LaneItem.clusterValues(cluster));
  }

  /// Gives up the place of an operation in the queue.
  void leavesQueue(int index, QueuePlace place) {
    where("lane_queue[" + index + "] = :place", ":place", text(place.text()));
    removes("lane_queue[" + index + "]");
  }

  TransactWriteItem item() {
    var expression =
        "SET " + set + (removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed));
    return TransactWriteItem.builder()
        .update(update ->
            update
                .tableName(tables.mirrors())
                .key(laneKey(clusterId))
                .updateExpression(expression)
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }
}
