package dev.imagemirrors.simulation;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Decorates the queue; subclasses intercept calls.
abstract class QueueCalls implements SqsClient {
  private final SqsClient queue;

  QueueCalls(SqsClient queue) {
    this.queue = queue;
  }

  /// The request that is sent in place of this one.
  SendMessageRequest sends(SendMessageRequest send) {
    return send;
  }

  /// Called before a message is postponed.
  void changes(ChangeMessageVisibilityRequest change) {}

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest get) {
    return queue.getQueueUrl(get);
  }

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest send) {
    return queue.sendMessage(sends(send));
  }

  @Override
  public ChangeMessageVisibilityResponse changeMessageVisibility(
      ChangeMessageVisibilityRequest change) {
    changes(change);
    return queue.changeMessageVisibility(change);
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest receive) {
    return queue.receiveMessage(receive);
  }

  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest delete) {
    return queue.deleteMessage(delete);
  }
}
