package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The FIFO queue of operations and its dead-letter queue. Messages of a group are delivered in
/// order, each until it is handled or was received too often; while one is in flight, its group
/// waits.
final class SimulatedQueue implements SqsClient {
  static final String OPERATIONS = "operations.fifo";
  static final String DEAD_LETTERS = "dead.fifo";

  private static final Duration VISIBILITY = Duration.ofMinutes(6);
  private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

  private final Calls calls;
  private final FaultInjector faults;
  private final Bug bug;
  private final Lambda lambda;

  /// How many messages are handled at a time.
  private final int limit;

  private final int maxReceives;
  private final Map<String, List<QueuedMessage>> groups = new HashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final Set<QueuedMessage> out = new HashSet<>();
  private final Set<String> full = new LinkedHashSet<>();
  private final List<QueuedMessage> dead = new ArrayList<>();
  private int messages;
  private boolean losesAll;

  private static final class QueuedMessage {
    private final String id;
    private final String group;
    private final String body;
    private int receives;
    private long visible;

    QueuedMessage(String id, String group, String body) {
      this.id = id;
      this.group = group;
      this.body = body;
    }

    String receipt() {
      return id + "/" + receives;
    }
  }

  SimulatedQueue(
      Calls calls, FaultInjector faults, Bug bug, Lambda lambda, Surroundings surroundings) {
    this.calls = calls;
    this.faults = faults;
    this.bug = bug;
    this.lambda = lambda;
    this.limit = surroundings.limits().queue();
    var random = faults.chance(0.2) ? 4 : 100;
    this.maxReceives = surroundings.maxReceives() == 0 ? random : surroundings.maxReceives();
  }

  /// Whether no message is waiting or in flight.
  boolean isEmpty() {
    return out.isEmpty() && dead.isEmpty() && groups.values().stream().allMatch(List::isEmpty);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest get) {
    return GetQueueUrlResponse.builder().queueUrl(get.queueName()).build();
  }

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest send) {
    if (faults.injects(Fault.QUEUE_REFUSES)) {
      calls.log("the queue rejects a message");
      throw calls.failure(faults.millis(1, 500), () -> refusal("ServiceUnavailable", 503));
    }
    return calls.call(
        faults.millis(1, 10),
        () -> {
          take(send.messageGroupId(), send.messageDeduplicationId(), send.messageBody());
          return SendMessageResponse.builder().build();
        },
        faults.millis(1, 10));
  }

  private static RuntimeException refusal(String message, int status) {
    return SqsException.builder().message(message).statusCode(status).build();
  }

  private long now() {
    return calls.scheduler().now();
  }

  /// Whether messages that are sent from now on get lost.
  void loseMessages(boolean lost) {
    losesAll = lost;
  }

  void take(String group, String once, String body) {
    var before = sent.get(group + once);
    var isLost = losesAll || (bug.losesMessages() && faults.chance(0.5));
    if (isLost || (before != null && now() - before < DEDUPLICATION.toNanos())) {
      return;
    }
    sent.put(group + once, now());
    groups
        .computeIfAbsent(group, _ -> new ArrayList<>())
        .add(new QueuedMessage("message-" + ++messages, group, body));
    calls.scheduler().after(faults.millis(5, 200), () -> deliver(group));
  }

  /// Delivers the first message of a group, if it is visible.
  private void deliver(String group) {
    var waiting = groups.getOrDefault(group, List.of());
    if (waiting.isEmpty()) {
      return;
    }
    var first = waiting.getFirst();
    if (out.contains(first) || first.visible > now()) {
      return;
    }
    if (out.size() >= limit) {
      full.add(group);
      return;
    }
    first.receives++;
    if (first.receives > maxReceives) {
      waiting.removeFirst();
      dead.add(first);
      deliver(group);
      return;
    }
    out.add(first);
    first.visible = now() + VISIBILITY.toNanos();
    var receipt = first.receipt();
    calls.scheduler().start("delivery " + receipt, Duration.ZERO, () -> handOut(first, receipt));
  }

  private void handOut(QueuedMessage message, String receipt) {
    var event = Events.message(message.id, message.body, receipt);
    var result = lambda.invoke(DeployedFunction.RUN_OPERATION, event);
    out.remove(message);
    deliverToFree();
    if (isHandled(result) && !faults.injects(Fault.QUEUE_REPEATS)) {
      groups.getOrDefault(message.group, List.of()).remove(message);
      deliver(message.group);
    } else {
      var pause = Duration.ofNanos(Math.max(0, message.visible - now()));
      calls.scheduler().after(pause, () -> deliver(message.group));
    }
  }

  /// Delivers the next message that waits for a free execution.
  private void deliverToFree() {
    while (!full.isEmpty() && out.size() < limit) {
      var next = full.iterator().next();
      full.remove(next);
      deliver(next);
    }
  }

  private static boolean isHandled(Lambda.Result result) {
    return result instanceof Lambda.Result.Answered(var reply)
        && reply.at("batchItemFailures").items().isEmpty();
  }

  @Override
  public ChangeMessageVisibilityResponse changeMessageVisibility(
      ChangeMessageVisibilityRequest change) {
    return calls.call(
        faults.millis(1, 10),
        () -> {
          var message =
              out.stream()
                  .filter(each -> each.receipt().equals(change.receiptHandle()))
                  .findFirst()
                  .orElseThrow(() -> refusal("unknown receipt handle", 400));
          message.visible = now() + Duration.ofSeconds(change.visibilityTimeout()).toNanos();
          return ChangeMessageVisibilityResponse.builder().build();
        },
        faults.millis(1, 10));
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest receive) {
    return calls.call(
        faults.millis(1, 10),
        () ->
            ReceiveMessageResponse.builder()
                .messages(
                    first(receive.maxNumberOfMessages()).stream()
                        .map(message ->
                            Message.builder()
                                .messageId(message.id)
                                .body(message.body)
                                .receiptHandle(message.receipt())
                                .build())
                        .toList())
                .build(),
        faults.millis(1, 10));
  }

  /// Dead letters that no other receiver holds.
  private List<QueuedMessage> first(int most) {
    var found = new ArrayList<QueuedMessage>();
    for (var message : dead) {
      if (message.visible <= now() && found.size() < most) {
        message.visible = now() + Duration.ofSeconds(30).toNanos();
        found.add(message);
      }
    }
    return found;
  }

  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest delete) {
    return calls.call(
        faults.millis(1, 10),
        () -> {
          dead.removeIf(message -> message.receipt().equals(delete.receiptHandle()));
          return DeleteMessageResponse.builder().build();
        },
        faults.millis(1, 10));
  }
}
