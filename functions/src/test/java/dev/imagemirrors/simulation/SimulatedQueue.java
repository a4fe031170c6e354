package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/// The FIFO queue of operations and the one of dead letters. A group's messages come in order, each
/// until it is handled or was received too often; while one is out, the group waits.
final class SimulatedQueue implements SqsClient {
  static final String OPERATIONS = "operations.fifo";
  static final String DEAD_LETTERS = "dead.fifo";

  private static final Duration VISIBILITY = Duration.ofMinutes(6);
  private static final Duration SENT_ONCE = Duration.ofMinutes(5);

  private final Calls calls;
  private final Chaos chaos;
  private final Bug bug;
  private final Lambda lambda;
  private final int mostReceives;
  private final Map<String, List<Letter>> groups = new HashMap<>();
  private final Map<String, Long> sent = new HashMap<>();
  private final Set<Letter> out = new HashSet<>();
  private final List<Letter> dead = new ArrayList<>();
  private int messages;

  private static final class Letter {
    private final String id;
    private final String group;
    private final String body;
    private int receives;
    private long visible;

    Letter(String id, String group, String body) {
      this.id = id;
      this.group = group;
      this.body = body;
    }

    String receipt() {
      return id + "/" + receives;
    }
  }

  SimulatedQueue(Calls calls, Chaos chaos, Bug bug, Lambda lambda) {
    this.calls = calls;
    this.chaos = chaos;
    this.bug = bug;
    this.lambda = lambda;
    this.mostReceives = chaos.maybe(0.2) ? 4 : 100;
  }

  /// Whether nothing waits in it, or is being handled.
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
    if (chaos.strikes(Fault.QUEUE_REFUSES)) {
      calls.tell("the queue does not take a message");
      throw calls.failure(chaos.millis(1, 500), () -> refusal("ServiceUnavailable", 503));
    }
    return calls.call(
        chaos.millis(1, 10),
        () -> {
          take(send.messageGroupId(), send.messageDeduplicationId(), send.messageBody());
          return SendMessageResponse.builder().build();
        },
        chaos.millis(1, 10));
  }

  private static RuntimeException refusal(String message, int status) {
    return SqsException.builder().message(message).statusCode(status).build();
  }

  private long now() {
    return calls.scheduler().now();
  }

  void take(String group, String once, String body) {
    var before = sent.get(group + once);
    var isLost = bug.losesMessages() && chaos.maybe(0.5);
    if (isLost || (before != null && now() - before < SENT_ONCE.toNanos())) {
      return;
    }
    sent.put(group + once, now());
    groups
        .computeIfAbsent(group, _ -> new ArrayList<>())
        .add(new Letter("message-" + ++messages, group, body));
    calls.scheduler().after(chaos.millis(5, 200), () -> deliver(group));
  }

  /// Hands out what is first in a group, if it may be had now.
  private void deliver(String group) {
    var waiting = groups.getOrDefault(group, List.of());
    if (waiting.isEmpty()) {
      return;
    }
    var first = waiting.getFirst();
    if (out.contains(first) || first.visible > now()) {
      return;
    }
    first.receives++;
    if (first.receives > mostReceives) {
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

  private void handOut(Letter letter, String receipt) {
    var event = Events.message(letter.id, letter.body, receipt);
    var result = lambda.invoke(Deployed.RUN_OPERATION, event);
    out.remove(letter);
    if (isHandled(result) && !chaos.strikes(Fault.QUEUE_REPEATS)) {
      groups.getOrDefault(letter.group, List.of()).remove(letter);
      deliver(letter.group);
    } else {
      var pause = Duration.ofNanos(Math.max(0, letter.visible - now()));
      calls.scheduler().after(pause, () -> deliver(letter.group));
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
        chaos.millis(1, 10),
        () -> {
          var letter =
              out.stream()
                  .filter(each -> each.receipt().equals(change.receiptHandle()))
                  .findFirst()
                  .orElseThrow(() -> refusal("there is no such receipt", 400));
          letter.visible = now() + Duration.ofSeconds(change.visibilityTimeout()).toNanos();
          return ChangeMessageVisibilityResponse.builder().build();
        },
        chaos.millis(1, 10));
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest receive) {
    return calls.call(
        chaos.millis(1, 10),
        () ->
            ReceiveMessageResponse.builder()
                .messages(
                    first(receive.maxNumberOfMessages()).stream()
                        .map(letter ->
                            Message.builder()
                                .messageId(letter.id)
                                .body(letter.body)
                                .receiptHandle(letter.receipt())
                                .build())
                        .toList())
                .build(),
        chaos.millis(1, 10));
  }

  /// Dead letters that nobody else has just received.
  private List<Letter> first(int most) {
    var found = new ArrayList<Letter>();
    for (var letter : dead) {
      if (letter.visible <= now() && found.size() < most) {
        letter.visible = now() + Duration.ofSeconds(30).toNanos();
        found.add(letter);
      }
    }
    return found;
  }

  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest delete) {
    return calls.call(
        chaos.millis(1, 10),
        () -> {
          dead.removeIf(letter -> letter.receipt().equals(delete.receiptHandle()));
          return DeleteMessageResponse.builder().build();
        },
        chaos.millis(1, 10));
  }
}
