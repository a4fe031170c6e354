package dev.imagemirrors.localstack;

import dev.imagemirrors.sqs.SqsQueue;
import dev.imagemirrors.sqs.SqsQueueContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Runs the contract of the queue on LocalStack's SQS. Each test has two empty queues like those of
/// the template.
@ExtendWith(OnLocalStack.class)
@Order(7)
class SqsQueueTest extends SqsQueueContract {
  /// The attributes of the queues in the template that can be set on creation.
  private static final List<QueueAttributeName> MADE_WITH =
      List.of(
          QueueAttributeName.FIFO_QUEUE,
          QueueAttributeName.DEDUPLICATION_SCOPE,
          QueueAttributeName.FIFO_THROUGHPUT_LIMIT,
          QueueAttributeName.VISIBILITY_TIMEOUT);

  private final Stack stack;
  private final SqsClient client;
  private final SqsQueue.Names names =
      new SqsQueue.Names(UUID.randomUUID() + ".fifo", UUID.randomUUID() + ".fifo");

  SqsQueueTest(Deployment deployment) {
    this.stack = deployment.home();
    this.client = stack.aws().client(SqsClient.builder());
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the contract of the queue.");
  }

  @BeforeEach
  void make() {
    make(names.operations(), "OperationsQueue");
    make(names.deadLetters(), "OperationsDeadLetterQueue");
  }

  private void make(String name, String like) {
    var there =
        client
            .getQueueAttributes(
                get -> get.queueUrl(stack.name(like)).attributeNames(QueueAttributeName.ALL))
            .attributes();
    Map<QueueAttributeName, String> attributes = new HashMap<>(there);
    attributes.keySet().retainAll(MADE_WITH);
    client.createQueue(create -> create.queueName(name).attributes(attributes));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Override
  protected SqsClient client() {
    return client;
  }

  @Override
  protected SqsQueue.Names names() {
    return names;
  }
}
