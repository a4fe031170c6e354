package dev.imagemirrors.sqs;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.NewerSchema;
import dev.imagemirrors.operation.Queue;
import dev.imagemirrors.operation.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The work queue as a FIFO queue. It has one message group per cluster, so that clusters do not
/// block each other. Each attempt of an operation is sent once.
public final class SqsQueue implements Queue {
  /// The names of the work queue and its dead-letter queue.
  public record Names(String operations, String deadLetters) {}

  private static final int MAX_MESSAGES = 10;

  private final Supplier<SqsClient> client;
  private final Names names;

  /// The client is created on first use, because most invocations do not need it.
  public SqsQueue(Supplier<SqsClient> client, Names names) {
    this.client = client;
    this.names = names;
  }

  @Override
  public boolean send(Status status) {
    var body =
        Json.object()
            .put("operation_id", status.id())
            .put("cluster_id", status.operation().clusterId())
            .put(SCHEMA, NewerSchema.KNOWN)
            .build();
    try {
      client
          .get()
          .sendMessage(send ->
              send.queueUrl(url(names.operations()))
                  .messageBody(JsonWriter.write(body))
                  .messageGroupId(status.operation().clusterId())
                  .messageDeduplicationId(status.id() + "-" + status.attempts()));
      return true;
    } catch (SdkException _) {
      // The operation is stored, and the reply reports that it was not queued.
      return false;
    }
  }

  @Override
  public void postpone(String receipt, Duration pause) {
    client
        .get()
        .changeMessageVisibility(change ->
            change
                .queueUrl(url(names.operations()))
                .receiptHandle(receipt)
                .visibilityTimeout((int) pause.toSeconds()));
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return client
        .get()
        .receiveMessage(
            receive -> receive.queueUrl(url(names.deadLetters())).maxNumberOfMessages(MAX_MESSAGES))
        .messages()
        .stream()
        // A newer version handles its own messages.
        .filter(message -> body(message).at(SCHEMA).asLong(0) <= NewerSchema.KNOWN)
        .map(message -> new DeadLetter(operationId(message), message.receiptHandle()))
        .toList();
  }

  @Override
  public void remove(DeadLetter deadLetter) {
    client
        .get()
        .deleteMessage(delete ->
            delete.queueUrl(url(names.deadLetters())).receiptHandle(deadLetter.receipt()));
  }

  private static String operationId(Message message) {
    return Objects.requireNonNullElse(body(message).at("operation_id").asText(), "");
  }

  private static Json body(Message message) {
    try {
      return JsonReader.read(message.body());
    } catch (JsonFault _) {
      return Json.Null.NULL;
    }
  }

  private String url(String name) {
    return client.get().getQueueUrl(get -> get.queueName(name)).queueUrl();
  }
}
