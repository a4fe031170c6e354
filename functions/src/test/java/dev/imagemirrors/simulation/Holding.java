package dev.imagemirrors.simulation;

import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Notes which lane an invocation believes to hold, from what it is told by the tables.
final class Holding extends TableCalls {
  private final Scheduler scheduler;

  Holding(DynamoDbClient tables, Scheduler scheduler) {
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
      var run = update.expressionAttributeValues().get(":run");
      var operation = lane.operation();
      if (run != null && operation != null && run.s().equals(lane.run())) {
        scheduler
            .current()
            .invocation()
            .ifPresent(invocation ->
                invocation.takes(new Invocation.Hold(lane.cluster(), run.s(), operation)));
      }
    }
  }
}
