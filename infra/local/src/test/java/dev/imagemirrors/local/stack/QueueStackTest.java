package dev.imagemirrors.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.functions.RecordingFunction;
import dev.imagemirrors.local.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class QueueStackTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @SuppressWarnings("NullAway.Init")
  private SqsClient sqs;

  @SuppressWarnings("NullAway.Init")
  private RecordingFunction.Recording worker;

  @BeforeEach
  void start() throws Exception {
    stack = LocalStack.start(TestStacks.options("/queue-stack.yaml"));
    sqs = TestStacks.client(SqsClient.builder(), stack);
    worker = RecordingFunction.of(stack.url());
  }

  @AfterEach
  void stop() {
    sqs.close();
    stack.close();
  }

  @Test
  void servesAnSqsClient() {
    var url = url("Failures");
    assertThat(url).isEqualTo(stack.url() + "/000000000000/Failures");
    assertThatThrownBy(() -> url("Nothing")).isInstanceOf(QueueDoesNotExistException.class);

    sqs.sendMessage(r ->
        r.queueUrl(url)
            .messageBody("héllo")
            .messageAttributes(
                Map.of(
                    "n",
                    MessageAttributeValue.builder().dataType("Number").stringValue("1").build())));
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("1");

    var message =
        sqs.receiveMessage(r ->
                r.queueUrl(url)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages()
            .getFirst();
    assertThat(message.body()).isEqualTo("héllo");
    assertThat(message.messageAttributes().values())
        .extracting(MessageAttributeValue::stringValue)
        .containsExactly("1");
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .isEqualTo("1");

    sqs.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).isEqualTo("0");
  }

  @Test
  void waitsForAMessage() throws Exception {
    var url = url("Failures");
    var sender =
        Thread.ofVirtual()
            .unstarted(() -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("late")));

    sender.start();
    var received = sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages();

    assertThat(received).extracting(Message::body).containsExactly("late");
    sender.join();
  }

  @Test
  void deliversMessagesInTheFormatOfLambda() throws Exception {
    send("one", "cluster-1");

    var event = worker.await(1).getFirst();

    var sent = event.path("Records").path(0);
    assertThat(sent.path("body").asText()).isEqualTo("one");
    assertThat(sent.path("eventSource").asText()).isEqualTo("aws:sqs");
    assertThat(sent.path("eventSourceARN").asText())
        .isEqualTo("arn:aws:sqs:us-east-1:000000000000:Work.fifo");
    assertThat(sent.path("awsRegion").asText()).isEqualTo("us-east-1");
    assertThat(sent.path("attributes").path("MessageGroupId").asText()).isEqualTo("cluster-1");
    assertThat(sent.path("attributes").path("ApproximateReceiveCount").asText()).isEqualTo("1");
  }

  @Test
  void runsOneMessageOfAGroupAtATime() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    worker.answers(_ -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      running.decrementAndGet();
      return Json.object();
    });
    for (int i = 0; i < 20; i++) {
      send("m" + i, "same");
    }

    // The number of events that they come in is not known.
    worker.await("20 messages", seen -> bodies(seen).size() >= 20);
    assertThat(bodies(worker.events())).hasSize(20);
    assertThat(most).hasValue(1);
    assertThat(bodies(worker.events()))
        .isSortedAccordingTo(
            (a, b) -> Integer.parseInt(a.substring(1)) - Integer.parseInt(b.substring(1)));
  }

  @Test
  void redeliversOnlyFailedMessages() throws Exception {
    worker.answers(event -> {
      var reply = Json.object();
      var failures = reply.putArray("batchItemFailures");
      for (var record : event.path("Records")) {
        if (record.path("body").asText().equals("bad")) {
          failures.addObject().put("itemIdentifier", record.path("messageId").asText());
        }
      }
      return reply;
    });
    send("good", "a");
    send("bad", "b");
    worker.await("good and bad", seen -> bodies(seen).containsAll(List.of("good", "bad")));
    int before = worker.events().size();

    hook("queues/Work.fifo", "");

    assertThat(bodies(worker.await(before + 1).subList(before, before + 1))).containsExactly("bad");
    hook("queues/Work.fifo", "");
    assertThat(receive("Dead.fifo").body()).isEqualTo("bad");
  }

  @Test
  void sendsAnAsynchronousFailureToItsDestination() throws Exception {
    worker.answers(_ -> {
      throw new IllegalStateException("no");
    });
    HTTP.send(
        HttpRequest.newBuilder(URI.create(stack.url() + "/2015-03-31/functions/Worker/invocations"))
            .header("X-Amz-Invocation-Type", "Event")
            .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());

    var failure = Json.read(receive("Failures").body());
    assertThat(failure.path("requestPayload").toString()).isEqualTo("{\"n\":1}");
    assertThat(failure.path("requestContext").path("condition").asText())
        .isEqualTo("RetriesExhausted");
    assertThat(failure.path("requestContext").path("approximateInvokeCount").asInt()).isEqualTo(2);
    assertThat(failure.path("responsePayload").path("errorMessage").asText()).isEqualTo("no");
  }

  @Test
  void deliversChangesOfATableInOrder() throws Exception {
    try (var dynamo = TestStacks.client(DynamoDbClient.builder(), stack)) {
      for (int i = 0; i < 5; i++) {
        put(dynamo, "thing-" + i);
      }
      dynamo.deleteItem(
          r -> r.tableName("Things").key(Map.of("id", AttributeValue.fromS("thing-0"))));
    }

    worker.await("five things", seen -> things(seen).size() >= 5);
    assertThat(things(worker.events()))
        .containsExactly("thing-0", "thing-1", "thing-2", "thing-3", "thing-4");
    var first = worker.events().getFirst().path("Records").path(0);
    assertThat(first.path("eventName").asText()).isEqualTo("INSERT");
    assertThat(first.path("eventSource").asText()).isEqualTo("aws:dynamodb");
    assertThat(first.path("eventSourceARN").asText())
        .startsWith("arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/");
    assertThat(first.path("dynamodb").path("ApproximateCreationDateTime").isIntegralNumber())
        .isTrue();
  }

  @Test
  void sendsAChangeToTheDestinationAfterItsRetries() throws Exception {
    worker.answers(event -> {
      if (event.toString().contains("poison")) {
        throw new IllegalStateException("no");
      }
      return Json.object();
    });
    try (var dynamo = TestStacks.client(DynamoDbClient.builder(), stack)) {
      put(dynamo, "poison");

      var failure = Json.read(receive("Failures").body());
      assertThat(failure.path("requestContext").path("condition").asText())
          .isEqualTo("RetryAttemptsExhausted");
      assertThat(failure.path("requestContext").path("approximateInvokeCount").asInt())
          .isEqualTo(2);
      assertThat(failure.path("DDBStreamBatchInfo").path("batchSize").asInt()).isEqualTo(1);
      put(dynamo, "fine");
      assertThat(things(worker.await(3).subList(2, 3))).containsExactly("fine");
    }
  }

  @Test
  void runsTheFunctionOfAScheduleOnRequest() throws Exception {
    var reply = hook("schedules/Worker", "");

    assertThat(reply.statusCode()).isEqualTo(200);
    var event = worker.await(1).getFirst();
    assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
    assertThat(event.path("source").asText()).isEqualTo("aws.events");
    assertThat(hook("schedules/Nobody", "").statusCode()).isEqualTo(404);
  }

  @Test
  void changesTheRateOfASchedule() throws Exception {
    hook("schedules/Worker", "{\"every_ms\": 20}");

    assertThat(worker.await(3)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void keepsMessagesAndStreamPositionsAcrossARestart(@TempDir Path data) throws Exception {
    try (var first = LocalStack.start(TestStacks.options("/queue-stack.yaml").withData(data));
        var client = TestStacks.client(SqsClient.builder(), first);
        var dynamo = TestStacks.client(DynamoDbClient.builder(), first)) {
      var url = client.getQueueUrl(r -> r.queueName("Failures")).queueUrl();
      client.sendMessage(r -> r.queueUrl(url).messageBody("kept"));
      // The place in the stream is kept before the next batch begins: the second one shows that the
      // first one's is.
      put(dynamo, "seen");
      RecordingFunction.of(first.url()).await(1);
      put(dynamo, "perhaps seen");
      RecordingFunction.of(first.url()).await(2);
    }

    try (var second = LocalStack.start(TestStacks.options("/queue-stack.yaml").withData(data));
        var client = TestStacks.client(SqsClient.builder(), second);
        var dynamo = TestStacks.client(DynamoDbClient.builder(), second)) {
      var url = client.getQueueUrl(r -> r.queueName("Failures")).queueUrl();
      assertThat(client.receiveMessage(r -> r.queueUrl(url)).messages())
          .extracting(Message::body)
          .containsExactly("kept");
      put(dynamo, "new");
      var events = RecordingFunction.of(second.url());
      events.await("the new thing", seen -> things(seen).contains("new"));
      assertThat(things(events.events())).doesNotContain("seen");
    }
  }

  private static void put(DynamoDbClient dynamo, String id) {
    dynamo.putItem(r -> r.tableName("Things").item(Map.of("id", AttributeValue.fromS(id))));
  }

  private void send(String body, String group) {
    var url = url("Work.fifo");
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId(group));
  }

  private Message receive(String queue) {
    var url = url(queue);
    return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages().getFirst();
  }

  private String url(String queue) {
    return sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
  }

  private String attribute(String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes()
        .getOrDefault(name, "");
  }

  private HttpResponse<String> hook(String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(stack.url() + "/_local/" + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> bodies(List<JsonNode> events) {
    return events.stream()
        .flatMap(event -> event.path("Records").valueStream())
        .map(r -> r.path("body").asText())
        .toList();
  }

  private static List<String> things(List<JsonNode> events) {
    return events.stream()
        .flatMap(event -> event.path("Records").valueStream())
        .map(r -> r.path("dynamodb").path("Keys").path("id").path("S").asText())
        .toList();
  }
}
