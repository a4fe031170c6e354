package dev.imagemirrors.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Restores from a long history, and the history of one of its mirrors, through the API of the
/// local stack. The entries are put into the table, and the functions add the checkpoints as they
/// do for entries of their own. A whole verification, which reads every entry, is what each restore
/// is compared with.
final class LongHistory {
  private static final int SIZE = 100_000;
  private static final int SOURCES = 200;
  private static final int EARLY = 5;
  private static final int RUNS = 5;
  private static final int BATCH = 25;
  private static final int BATCHES_AT_ONCE = 40;
  private static final double LIMIT_MS = 5_000;
  private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(20);
  private static final String HISTORY = "image-mirrors-history";
  private static final String CLUSTER = "/clusters/long";

  private final StackClient client;
  private final List<List<String>> rows = new ArrayList<>();

  private LongHistory(StackClient client) {
    this.client = client;
  }

  static Part measure(Project project) throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var history = new LongHistory(client);
      history.write();
      var verified = history.verify();
      var early = history.restore(EARLY, verified);
      history.restore(SIZE / 2, verified);
      history.restore(SIZE - 1, verified);
      history.showMirror(verified);
      return new Part(
          "A history of " + SIZE + " entries",
          List.of("request", "median ms", "verification : request"),
          history.rows,
          List.of(new Goal("restore to entry " + EARLY + " of " + SIZE, early, LIMIT_MS, "ms")),
          List.of());
    }
  }

  /// Entries that change nothing are not announced, but restored like others.
  private void write() throws InterruptedException {
    System.out.println("history: writing " + SIZE + " entries");
    client.cluster("long", "{}");
    client.api(
        "POST",
        CLUSTER + "/image-mirrors",
        "{\"source\": \"registry.example.com/n1\", \"mirrors\": \"mirror.corp.com/n1\"}");
    var first = (ObjectNode) client.api("GET", CLUSTER + "/history", "").at("/history/0");
    var cluster = first.path("cluster_id").asText();
    var begun = Instant.parse(first.path("time").asText());
    var hash = first.remove("hash").asText();
    var batches = new ArrayList<ObjectNode>();
    var batch = new ArrayList<ObjectNode>();
    for (int number = 2; number <= SIZE; number++) {
      var entry = entry(first, number, begun.plusMillis(number), hash);
      hash = sha256(entry);
      batch.add(item(cluster, number, entry, hash));
      if (batch.size() == BATCH || number == SIZE) {
        batches.add(put(batch));
        batch.clear();
      }
      if (batches.size() == BATCHES_AT_ONCE || number == SIZE) {
        send(batches);
        batches.clear();
      }
    }
    moveHead(cluster, hash);
    awaitCheckpoint(cluster);
  }

  private static String source(int number) {
    return "registry.example.com/n" + number % SOURCES;
  }

  private static String entry(ObjectNode first, int number, Instant time, String previous) {
    var entry = first.deepCopy();
    entry.put("number", number).put("time", time.toString()).put("previous_hash", previous);
    entry.put("outcome", "unchanged");
    var mirror = (ObjectNode) entry.path("after");
    mirror.put("id", "id-" + number % SOURCES).put("source", source(number));
    mirror.putArray("mirrors").add("mirror.corp.com/n" + number);
    entry.putArray("mirror").add("id-" + number % SOURCES).add(source(number));
    return entry.toString();
  }

  private static ObjectNode item(String cluster, int number, String entry, String hash) {
    var item = Json.object();
    item.putObject("cluster_id").put("S", cluster);
    item.putObject("number").put("N", "" + number);
    item.putObject("entry").put("S", entry);
    item.putObject("hash").put("S", hash);
    item.putObject("mirror_key").put("S", cluster + "#id-" + number % SOURCES);
    item.putObject("second_mirror_key").put("S", cluster + "#" + source(number));
    item.putObject("schema_version").put("N", "1");
    return item;
  }

  private static ObjectNode put(List<ObjectNode> items) {
    var input = Json.object();
    var requests = input.putObject("RequestItems").putArray(HISTORY);
    items.forEach(item -> requests.addObject().putObject("PutRequest").set("Item", item));
    return input;
  }

  private void send(List<ObjectNode> batches) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var sent = new ArrayList<Future<JsonNode>>();
      for (var batch : batches) {
        sent.add(threads.submit(() -> client.dynamo("BatchWriteItem", batch)));
      }
      for (var each : sent) {
        if (!each.get().path("UnprocessedItems").isEmpty()) {
          throw new IllegalStateException("entries were not stored");
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void moveHead(String cluster, String hash) {
    var input = Json.object().put("TableName", "image-mirrors-mirrors");
    var key = input.putObject("Key");
    key.putObject("pk").put("S", "CLUSTER#" + cluster);
    key.putObject("sk").put("S", "LANE");
    input.put("UpdateExpression", "SET head_number = :number, head_hash = :hash");
    var values = input.putObject("ExpressionAttributeValues");
    values.putObject(":number").put("N", "" + SIZE);
    values.putObject(":hash").put("S", hash);
    client.dynamo("UpdateItem", input);
  }

  /// The function reads the stream of the table, ten entries at a time.
  private void awaitCheckpoint(String cluster) throws InterruptedException {
    System.out.println("history: waiting for the checkpoints");
    var input = Json.object().put("TableName", HISTORY);
    var key = input.putObject("Key");
    key.putObject("cluster_id").put("S", "CHECKPOINT#" + cluster);
    key.putObject("number").put("N", "" + SIZE);
    long begun = System.nanoTime();
    while (client.dynamo("GetItem", input).path("Item").isMissingNode()) {
      if (System.nanoTime() - begun > TIMEOUT_NANOS) {
        throw new IllegalStateException("entry " + SIZE + " has no checkpoint");
      }
      Thread.sleep(500);
    }
  }

  /// Reads every entry, in as many requests as that takes.
  private double verify() {
    System.out.println("history: verifying");
    long begun = System.nanoTime();
    var query = "";
    int entries = 0;
    while (true) {
      var reply = client.api("GET", CLUSTER + "/history/verify" + query, "");
      entries += reply.path("entries").asInt();
      if (reply.path("next").isNull()) {
        if (!reply.path("verified").asBoolean() || entries != SIZE) {
          throw new IllegalStateException("the history is not intact: " + reply);
        }
        double taken = (System.nanoTime() - begun) / 1e6;
        row("verify, which reads every entry", taken, taken);
        return taken;
      }
      query = "?next=" + reply.path("next").asText();
    }
  }

  private double restore(int number, double verified) {
    System.out.println("history: restoring to entry " + number);
    var body = "{\"to\": %d, \"dry_run\": true}".formatted(number);
    double median =
        median(() -> {
          var reply = client.api("POST", CLUSTER + "/restore", body);
          if (reply.at("/restored_to/number").asInt() != number
              || reply.at("/restored_to/image_mirrors").asInt() != Math.min(number, SOURCES)) {
            throw new IllegalStateException("restored " + reply.path("restored_to"));
          }
        });
    row("restore to entry %d, as a plan".formatted(number), median, verified);
    return median;
  }

  private void showMirror(double verified) {
    var path = CLUSTER + "/image-mirrors/id-7/history?limit=50";
    double median =
        median(() -> {
          if (client.api("GET", path, "").path("history").size() != 50) {
            throw new IllegalStateException("entries of the mirror are missing");
          }
        });
    row("50 entries of one mirror", median, verified);
  }

  private static double median(Runnable request) {
    request.run();
    return Figures.of(
            IntStream.range(0, RUNS)
                .mapToObj(_ -> {
                  long begun = System.nanoTime();
                  request.run();
                  return (System.nanoTime() - begun) / 1e6;
                })
                .collect(Collectors.toList()))
        .median();
  }

  private void row(String request, double taken, double verified) {
    rows.add(List.of(request, Figures.shown(taken, 0), Figures.shown(verified / taken, 0)));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
