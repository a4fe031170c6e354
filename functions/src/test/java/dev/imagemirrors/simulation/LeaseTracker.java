package dev.imagemirrors.simulation;

import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Tracks which lane an invocation believes to hold, according to the responses of the tables.
final class LeaseTracker extends TableCalls {
  private final Scheduler scheduler;

  LeaseTracker(DynamoDbClient tables, Scheduler scheduler) {
    super(tables);
    this.scheduler = scheduler;
  }

  @Override
  <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> tables) {
    try {
      var answer = super.write(request, tables);
      if (answer instanceof UpdateItemResponse updated) {
        note(request, updated.attributes());
      }
      return answer;
    } catch (ConditionalCheckFailedException refused) {
      note(request, refused.item());
      throw refused;
    }
  }

  private void note(DynamoDbRequest request, Map<String, AttributeValue> item) {
    if (request instanceof UpdateItemRequest update && LaneView.isLane(item)) {
      var lane = new LaneView(item);
      var holder = update.expressionAttributeValues().get(":holder");
      var operation = lane.operation();
      if (holder != null && operation != null && holder.s().equals(lane.holder())) {
        scheduler
            .current()
            .invocation()
            .ifPresent(invocation ->
                invocation.hold(new Invocation.Holder(lane.cluster(), holder.s(), operation)));
      }
    }
  }
}
