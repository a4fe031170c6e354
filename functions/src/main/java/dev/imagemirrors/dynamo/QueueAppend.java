package dev.imagemirrors.dynamo;

import static dev.imagemirrors.dynamo.Attributes.text;

import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.QueuePlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The update of a lane's item that appends an operation to its queue.
final class QueueAppend {
  static final String EXPRESSION =
      "SET "
          + LaneItem.CLUSTER
          + ", lane_queue = list_append(if_not_exists(lane_queue, :empty), :places)";

  /// That the queue is shorter than `:most` and does not have the operation.
  static final String CONDITION =
      "attribute_not_exists(lane_queue)"
          + " OR (size(lane_queue) < :most AND NOT contains(lane_queue, :place))";

  private final Map<String, AttributeValue> values;

  QueueAppend(Cluster cluster, Operation operation) {
    var place = text(QueuePlace.of(operation).text());
    values = new HashMap<>(LaneItem.clusterValues(cluster));
    values.put(":place", place);
    values.put(":places", AttributeValue.fromL(List.of(place)));
    values.put(":empty", AttributeValue.fromL(List.of()));
  }

  void value(String name, AttributeValue value) {
    values.put(name, value);
  }

  Map<String, AttributeValue> values() {
    return Map.copyOf(values);
  }
}
