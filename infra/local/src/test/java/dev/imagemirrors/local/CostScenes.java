package dev.imagemirrors.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.schedule.Times;
import dev.imagemirrors.local.template.DeployTarget;
import dev.imagemirrors.local.template.Schedule;
import dev.imagemirrors.local.template.TemplateFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Plays operations on the local stack, one after the other, and counts the units that each uses.
final class CostScenes implements AutoCloseable {
  /// The sources of the set that is applied.
  static final int SET = 10;

  private static final String ANNOUNCER = "AnnounceChangesFunction";
  private static final String KEEP_ALIVE = "{\"keep_alive\": true}";
  private static final String RUNNER = "RunOperationFunction";
  private static final Duration QUIET = Duration.ofMillis(700);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

  private final StackFixture stack;
  private final List<Schedule> schedules;
  private final Set<String> metrics = new TreeSet<>();
  private int requests;

  CostScenes() {
    stack = StackFixture.start();
    schedules =
        TemplateFile.parse(StackFixture.template())
            .at(
                new DeployTarget(
                    new Scope(StackFixture.ACCOUNT, "us-east-1"),
                    "image-mirrors",
                    stack.url(),
                    Map.of("OcmUrl", stack.ocmUrl(), "OcmTokenUrl", stack.ocmUrl())))
            .schedules();
    schedules.stream().map(Schedule::function).distinct().forEach(stack::stopSchedule);
    UnitMeter.watch(stack.port());
  }

  /// The metrics that were emitted, each with its dimensions.
  Set<String> metrics() {
    return metrics;
  }

  /// The units of each operation. Each function has been called before, and the cluster has been
  /// written to: the secret, the token and the items of the cluster are there.
  Map<String, Units> operations() {
    single("hcp-ready", "installing-1");
    return single("mycluster", "installing-2");
  }

  private Map<String, Units> single(String cluster, String installing) {
    var path = "/clusters/" + cluster + "/image-mirrors";
    var item = path + "/quay.io%2Fteam";
    api("POST", path, mirror("quay.io/first", "a"), 201);
    awaitQuiet();
    var units = new LinkedHashMap<String, Units>();
    units.put("create", count(() -> api("POST", path, mirror("quay.io/team", "a"), 201)));
    units.put(
        "edit", count(() -> api("PATCH", item, "{\"mirrors\": [\"mirror.example.com/b\"]}", 200)));
    units.put("list", count(() -> api("GET", path, "", 200)));
    units.put("refused create", count(() -> api("POST", path, mirror("quay.io/team", "c"), 409)));
    units.put("delete", count(() -> api("DELETE", item + "?yes=true", "", 200)));
    units.put("create that waits for its cluster", count(() -> waiting(installing)));
    units.put("apply of %d sources".formatted(SET), count(() -> api("PUT", path, set(), 200)));
    return units;
  }

  /// A cluster becomes ready after a write for it was accepted.
  private void waiting(String cluster) {
    stack.ocm("clusters/" + cluster, cluster(cluster, "installing"));
    var path = "/clusters/" + cluster + "/image-mirrors?defer_until_ready=true";
    api("POST", path, mirror("quay.io/team", "a"), 202);
    awaitQuiet();
    stack.ocm("clusters/" + cluster, "{\"state\": \"ready\"}");
    stack.put("Cluster Ready", "{\"cluster\": \"" + cluster + "\"}");
    StackFixture.awaitThat("the image mirror of " + cluster, () -> hasMirror(cluster));
  }

  private boolean hasMirror(String cluster) {
    return StreamSupport.stream(stack.ocmState().path("clusters").spliterator(), false)
        .filter(each -> each.path("name").asText().equals(cluster))
        .anyMatch(each -> !each.path("image_mirrors").isEmpty());
  }

  /// One hour of the schedules, when no operation waits.
  Units idleHour() {
    awaitQuiet();
    var hour = new Units(Map.of());
    var keepAlive = count(() -> stack.invoke("ListImageMirrorsFunction:service", KEEP_ALIVE));
    var parts = new HashSet<String>();
    for (var schedule : schedules) {
      if (schedule.input().filter(KEEP_ALIVE::equals).isPresent()) {
        hour = hour.plus(keepAlive.times(perHour(schedule)));
      } else if (parts.add(schedule.function())) {
        // Runs all schedules of the function.
        var run = count(() -> stack.runSchedule(schedule.function()));
        hour = hour.plus(run.times(perHour(schedule)));
      }
    }
    return hour;
  }

  private static double perHour(Schedule schedule) {
    return switch (Times.of(schedule.expression())) {
      case Times.Rate(var interval) -> NANOS_PER_HOUR / interval.toNanos();
      case Times other -> throw new IllegalStateException("not a rate: " + other);
    };
  }

  /// More clusters, each with an image mirror.
  void addClusters(int count) {
    for (var i = 0; i < count; i++) {
      var cluster = "more-" + i;
      stack.ocm("clusters/" + cluster, cluster(cluster, "ready"));
      api("POST", "/clusters/" + cluster + "/image-mirrors", mirror("quay.io/team", "a"), 201);
    }
  }

  private static String cluster(String name, String state) {
    return "{\"name\": \"%s\", \"state\": \"%s\", \"hypershift\": {\"enabled\": true}}"
        .formatted(name, state);
  }

  private static String mirror(String source, String path) {
    return "{\"source\": \"%s\", \"mirrors\": [\"mirror.example.com/%s\"]}".formatted(source, path);
  }

  private static String set() {
    return IntStream.range(0, SET)
        .mapToObj(i -> mirror("quay.io/team" + i, "team" + i))
        .collect(Collectors.joining(", ", "{\"image_mirrors\": [", "], \"yes\": true}"));
  }

  private void api(String method, String path, String body, int status) {
    requests++;
    var reply = stack.api(method, path, body);
    if (reply.status() != status) {
      throw new AssertionError(method + " " + path + " " + reply.status() + " " + reply.text());
    }
  }

  /// The units of a scene, which begins when nothing else happens.
  private Units count(Runnable scene) {
    var before = used();
    scene.run();
    awaitQuiet();
    return used().minus(before);
  }

  /// Everything that was used since the start.
  private Units used() {
    var counts = new EnumMap<Unit, Double>(Unit.class);
    var invocations = stack.invocations();
    var called = UnitMeter.used(stack.port());
    counts.put(Unit.API_REQUESTS, (double) requests);
    // A batch of the stream holds as many changes as have come by then. Each counts as one.
    var inBatches = invocations.getOrDefault(ANNOUNCER, 0L);
    counts.put(
        Unit.INVOCATIONS,
        invocations.values().stream().mapToLong(Long::valueOf).sum()
            - inBatches
            + called.of(Unit.CUSTOM_EVENTS));
    // Lambda receives and deletes each message of the queue.
    counts.put(Unit.SQS_REQUESTS, 2.0 * invocations.getOrDefault(RUNNER, 0L));
    counts.put(Unit.OCM_CALLS, (double) ocmCalls());
    counts.put(Unit.LOG_BYTES, (double) logBytes());
    counts.put(
        Unit.STORED_BYTES,
        (double) (bytesIn("image-mirrors-mirrors") + bytesIn("image-mirrors-history")));
    return new Units(counts).plus(called);
  }

  private long ocmCalls() {
    return stack.ocmState().path("calls").properties().stream()
        .filter(call -> !call.getKey().contains("token"))
        .mapToLong(call -> call.getValue().asLong())
        .sum();
  }

  private long logBytes() {
    var bytes = 0L;
    for (var line : stack.log().lines().toList()) {
      var start = line.indexOf(": {");
      if (start >= 0) {
        var logged = line.substring(start + 2);
        bytes +=
            logged.getBytes(StandardCharsets.UTF_8).length
                + (long) CostModel.assumed("log_bytes_per_line");
        addMetrics(StackFixture.read(logged));
      }
    }
    return bytes;
  }

  private void addMetrics(JsonNode line) {
    for (var directive : line.at("/_aws/CloudWatchMetrics")) {
      for (var dimensions : directive.path("Dimensions")) {
        var values =
            StackFixture.texts(dimensions).stream()
                .map(name -> name + "=" + line.path(name).asText())
                .toList();
        directive
            .path("Metrics")
            .forEach(metric -> metrics.add(metric.path("Name").asText() + values));
      }
    }
  }

  /// The size of all items, by DynamoDB's rules: names and values, and 100 bytes for each item.
  private long bytesIn(String table) {
    var bytes = 0L;
    for (var item : StackFixture.read(stack.everythingIn(table)).path("Items")) {
      bytes += 100;
      for (var attribute : item.properties()) {
        bytes += attribute.getKey().length() + valueBytes(attribute.getValue());
      }
    }
    return bytes;
  }

  private static long valueBytes(JsonNode typed) {
    var value = typed.properties().iterator().next();
    return switch (value.getKey()) {
      case "S", "B" -> value.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
      case "N" -> value.getValue().asText().length() / 2 + 2;
      case "L" -> {
        var bytes = 3L;
        for (var each : value.getValue()) {
          bytes += 1 + valueBytes(each);
        }
        yield bytes;
      }
      case "M" -> {
        var bytes = 3L;
        for (var each : value.getValue().properties()) {
          bytes += 1 + each.getKey().length() + valueBytes(each.getValue());
        }
        yield bytes;
      }
      case "SS", "NS" -> {
        var bytes = 3L;
        for (var each : value.getValue()) {
          bytes += 1 + each.asText().length();
        }
        yield bytes;
      }
      default -> 1;
    };
  }

  /// Waits until nothing has happened for longer than the stack's pollers wait.
  private void awaitQuiet() {
    var seen = state();
    var since = System.nanoTime();
    while (System.nanoTime() - since < QUIET.toNanos()) {
      // Nothing announces that nothing will happen any more.
      LockSupport.parkNanos(LOOK.toNanos());
      var now = state();
      if (!now.equals(seen)) {
        seen = now;
        since = System.nanoTime();
      }
    }
  }

  private List<Object> state() {
    return List.of(stack.invocations(), UnitMeter.used(stack.port()), stack.log().length());
  }

  @Override
  public void close() {
    UnitMeter.ignore(stack.port());
    stack.close();
  }
}
