package dev.imagemirrors.sqs;

import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.QueueContract;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The contract of the work queue on SQS: on two empty FIFO queues without another receiver.
public abstract class SqsQueueContract extends QueueContract {
  private boolean broken;
  private int letters;

  protected abstract SqsClient client();

  protected abstract SqsQueue.Names names();

  private String url(String name) {
    return client().getQueueUrl(get -> get.queueName(name)).queueUrl();
  }

  @Override
  protected Queue queue() {
    return new SqsQueue(
        this::client, broken ? new SqsQueue.Names("none.fifo", names().deadLetters()) : names());
  }

  @Override
  protected Optional<Received> receive() {
    return client()
        .receiveMessage(get -> get.queueUrl(url(names().operations())).maxNumberOfMessages(1))
        .messages()
        .stream()
        .findFirst()
        .map(SqsQueueContract::received);
  }

  private static Received received(Message message) {
    try {
      var body = JsonReader.read(message.body());
      return new Received(
          String.valueOf(body.at("operation_id").asText()),
          String.valueOf(body.at("cluster_id").asText()),
          message.receiptHandle());
    } catch (JsonFault fault) {
      throw new AssertionError(message.body(), fault);
    }
  }

  @Override
  protected void handled(Received message) {
    client()
        .deleteMessage(
            delete -> delete.queueUrl(url(names().operations())).receiptHandle(message.receipt()));
  }

  @Override
  protected void giveUp(String body) {
    client()
        .sendMessage(send ->
            send.queueUrl(url(names().deadLetters()))
                .messageGroupId("letters")
                .messageDeduplicationId("letter-" + ++letters)
                .messageBody(body));
  }

  @Override
  protected int given() {
    var attributes =
        client()
            .getQueueAttributes(get ->
                get.queueUrl(url(names().deadLetters())).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private static int number(@Nullable String text) {
    return text == null ? 0 : Integer.parseInt(text);
  }

  @Override
  protected void breakDown() {
    broken = true;
  }
}
