package dev.imagemirrors.local;

import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import dev.imagemirrors.sqs.SqsQueue;
import dev.imagemirrors.sqs.SqsQueueContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Runs the contract of the queue on a queue of the local stack that no function consumes.
class SqsQueueTest extends SqsQueueContract {
  @RegisterExtension private final FunctionLog functionLog = new FunctionLog();

  private static final String TEMPLATE =
      """
      Resources:
        Operations:
          Type: AWS::SQS::Queue
          Properties: {QueueName: operations.fifo, FifoQueue: true, DeduplicationScope: messageGroup, FifoThroughputLimit: perMessageGroupId, VisibilityTimeout: 360}
        Dead:
          Type: AWS::SQS::Queue
          Properties: {QueueName: dead.fifo, FifoQueue: true}
      """;

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @SuppressWarnings("NullAway.Init")
  private SqsClient client;

  @BeforeEach
  void start() throws IOException {
    stack = LocalStack.start(StackOptions.of(TemplateFile.parse(TEMPLATE), functionLog.stream()));
    client = Clients.of(stack, SqsClient.builder());
  }

  @AfterEach
  void stop() {
    client.close();
    stack.close();
  }

  @Override
  protected SqsClient client() {
    return client;
  }

  @Override
  protected SqsQueue.Names names() {
    return new SqsQueue.Names("operations.fifo", "dead.fifo");
  }
}
