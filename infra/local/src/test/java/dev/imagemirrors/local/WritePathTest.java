package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.dynamo.DynamoLanes;
import dev.imagemirrors.dynamo.DynamoOperations;
import dev.imagemirrors.dynamo.DynamoRecords;
import dev.imagemirrors.dynamo.Tables;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Digest;
import dev.imagemirrors.lane.Pace;
import dev.imagemirrors.lane.Writes;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.local.stack.LocalStack;
import dev.imagemirrors.local.stack.StackOptions;
import dev.imagemirrors.local.template.TemplateFile;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.ocm.OcmCredentials;
import dev.imagemirrors.operation.FakeQueue;
import dev.imagemirrors.operation.Ports;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The write path over real stores and the simulator: its cost, and its behaviour with many
/// callers.
class WritePathTest {
  @RegisterExtension private final FunctionLog functionLog = new FunctionLog();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private OcmSimulator simulator;

  @SuppressWarnings("NullAway.Init")
  private LocalStack stack;

  @BeforeEach
  void start() throws IOException {
    simulator = OcmSimulator.start(0);
    stack =
        LocalStack.start(
            StackOptions.of(TemplateFile.ofThisProject(), functionLog.stream())
                .withParameter("OcmUrl", simulator.url())
                .withParameter("OcmTokenUrl", simulator.tokenUrl())
                .withSecret("OcmSecret", "{\"client_id\":\"id\",\"client_secret\":\"secret\"}"));
  }

  @AfterEach
  void stop() {
    stack.close();
    simulator.close();
  }

  private static HttpResponse<byte[]> send(String method, String url, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private JsonNode state() throws IOException, InterruptedException {
    return Json.read(send("GET", simulator.url() + "/_sim/state", "").body());
  }

  private JsonNode mycluster() throws IOException, InterruptedException {
    for (var cluster : state().path("clusters")) {
      if (cluster.path("name").asText().equals("mycluster")) {
        return cluster;
      }
    }
    throw new AssertionError("no mycluster");
  }

  @Test
  void costsTwoCallsToOcmAndFiveToDynamoDbForTheFirstWriteToACluster() throws Exception {
    var calls = new CopyOnWriteArrayList<String>();
    var counter =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission context, ExecutionAttributes attributes) {
            calls.add(context.request().getClass().getSimpleName());
          }
        };
    try (var client =
        Clients.of(
            stack,
            DynamoDbClient.builder()
                .overrideConfiguration(override -> override.addExecutionInterceptor(counter)))) {
      var ocm =
          new Ocm(
              URI.create(simulator.url()),
              URI.create(simulator.tokenUrl()),
              () -> new OcmCredentials.ClientCredentials("id", "secret"),
              Time.SYSTEM,
              new Random(1));
      var deadline = Deadline.in(Time.SYSTEM, Duration.ofSeconds(25));
      var tables = new Tables("image-mirrors-mirrors", "image-mirrors-history");
      var ports =
          new Ports(
              ocm.clusters(deadline, new Unwatched()),
              ocm.mirrors(deadline, new Unwatched()),
              new DynamoLanes(client, tables),
              new DynamoOperations(client, tables, Duration.ofDays(7)),
              new DynamoRecords(client, tables),
              new FakeQueue(),
              new Unwatched());
      var submitted =
          new Writes(ports, new Pace(deadline, new Random(1), Duration.ofHours(24)))
              .submit(
                  new Request(
                      new ClusterKey("mycluster"),
                      new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")),
                      new Actor(Actor.Via.DIRECT, "somebody", null, null),
                      null,
                      "us-east-1",
                      null,
                      false,
                      null));
      assertThat(submitted).isInstanceOf(Submitted.Ended.class);
    }

    assertThat(calls)
        .as("the records, the operation, the lane, the names of a new cluster, the end")
        .containsExactly(
            "QueryRequest",
            "PutItemRequest",
            "UpdateItemRequest",
            "TransactWriteItemsRequest",
            "TransactWriteItemsRequest");
    var total = 0;
    for (var count : state().path("calls").properties()) {
      total += count.getKey().contains("/clusters_mgmt/") ? count.getValue().asInt() : 0;
    }
    assertThat(total).isEqualTo(2);
  }

  @Test
  void serialisesTheWritesOfManyCallers() throws Exception {
    send("POST", simulator.url() + "/_sim/conflict", "{\"ms\": 50}");
    var statuses = new ArrayList<Integer>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies =
          IntStream.range(0, 24)
              .mapToObj(i ->
                  callers.submit(() ->
                      send(
                              "POST",
                              stack.url() + "/clusters/mycluster/image-mirrors",
                              "{\"source\": \"registry.example.com/n%1$d\", \"mirrors\": \"m.corp.com/n%1$d\"}"
                                  .formatted(i))
                          .statusCode()))
              .toList();
      for (var reply : replies) {
        statuses.add(reply.get());
      }
    }

    assertThat(statuses).containsOnly(201);
    assertThat(mycluster().path("max_writes_in_flight").asInt()).isEqualTo(1);
    assertThat(mycluster().path("accepted_writes").asInt()).isEqualTo(24);
    assertThat(states()).hasSize(24).containsOnly("in-sync");
    assertThat(numbers()).isEqualTo(IntStream.rangeClosed(1, 24).boxed().toList());
  }

  private List<String> states() throws IOException, InterruptedException {
    return Json.read(send("GET", stack.url() + "/clusters/mycluster/image-mirrors", "").body())
        .path("image_mirrors")
        .findValuesAsText("state");
  }

  /// The numbers of the history's entries; checks each hash.
  private List<Integer> numbers() throws IOException, InterruptedException {
    var numbers = new ArrayList<Integer>();
    var previous = "0".repeat(64);
    var history =
        Json.read(send("GET", stack.url() + "/clusters/mycluster/history?order=asc", "").body());
    for (var entry : history.path("history")) {
      numbers.add(entry.path("number").asInt());
      assertThat(entry.path("previous_hash").asText()).isEqualTo(previous);
      previous = entry.path("hash").asText();
      var text = ((ObjectNode) entry.deepCopy()).without("hash").toString();
      assertThat(Digest.sha256(text)).isEqualTo(previous);
    }
    return numbers;
  }
}
