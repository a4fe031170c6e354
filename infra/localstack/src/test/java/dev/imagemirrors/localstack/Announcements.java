package dev.imagemirrors.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Subscribes to our events on the bus, with a rule and a queue.
final class Announcements {
  private static final String NAME = "subscriber";

  private final Stack.Aws aws;
  private final String queue;
  private final List<JsonNode> heard = new ArrayList<>();

  Announcements(Stack.Aws aws) {
    this.aws = aws;
    this.queue = aws.with(aws.client(SqsClient.builder()), Announcements::queue);
    var arn =
        aws.with(
            aws.client(SqsClient.builder()),
            sqs ->
                sqs.getQueueAttributes(
                        get -> get.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN));
    var _ =
        aws.with(
            aws.client(EventBridgeClient.builder()),
            bus -> {
              bus.putRule(
                  rule -> rule.name(NAME).eventPattern("{\"source\": [\"dev.imagemirrors\"]}"));
              return bus.putTargets(put ->
                  put.rule(NAME).targets(List.of(Target.builder().id(NAME).arn(arn).build())));
            });
  }

  private static String queue(SqsClient sqs) {
    return sqs.createQueue(create -> create.queueName(NAME)).queueUrl();
  }

  /// All events so far.
  synchronized List<JsonNode> all() {
    var messages =
        aws.with(
            aws.client(SqsClient.builder()),
            sqs ->
                sqs.receiveMessage(get -> get.queueUrl(queue).maxNumberOfMessages(10)).messages());
    messages.forEach(message -> heard.add(Http.json(message.body())));
    return List.copyOf(heard);
  }
}
