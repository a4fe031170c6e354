package dev.imagemirrors.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/// Leaves a `serve` process idle and then keeps it busy, in turns, and checks that both of its
/// ports answer all the time.
///
/// `mvn -Psoak -Dminutes=60 -Dparallelism=1` runs it for an hour, with one carrier of virtual
/// threads.
public final class Soak implements AutoCloseable {
  /// A reply that takes longer is not slow: nothing answers any more.
  private static final Duration LONGEST_REPLY = Duration.ofSeconds(60);

  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

  private static final int CALLERS = 8;

  /// Each kind of call, twice.
  private static final int LEAST_CALLS = 10;

  private static final List<String> CLUSTERS = List.of("mycluster", "hcp-ready");

  private final ServeProcess serve;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();
  private final LongAccumulator slowestCheck = new LongAccumulator(Math::max, 0);

  private Soak(ServeProcess serve) {
    this.serve = serve;
  }

  /// The number of requests and checks so far, and the slowest reply to a check.
  record Figures(long requests, long checks, Duration slowestCheck) {}

  static Soak start(int parallelism) throws Exception {
    var serve =
        ServeProcess.start(
            List.of("-Djdk.virtualThreadScheduler.parallelism=" + parallelism),
            List.of("serve", "--port", "0", "--ocm-port", "0"));
    var soak = new Soak(serve);
    // The second of two close writes gets a 409, so that operations pass through the queue.
    soak.send("POST", serve.simulatorUrl() + "/_sim/conflict", "{\"ms\": 20}");
    return soak;
  }

  Figures figures() {
    return new Figures(requests.get(), checks.get(), Duration.ofNanos(slowestCheck.get()));
  }

  /// Sends nothing but a check every few seconds.
  void idle(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      Thread.sleep(Duration.ofNanos(Math.min(left, BETWEEN_CHECKS.toNanos())));
      check();
    }
  }

  /// Sends reads, writes and invocations from several callers.
  void busy(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        running.add(
            callers.submit(() -> {
              for (int n = 0; n < LEAST_CALLS || System.nanoTime() < end; n++) {
                call(caller, n);
              }
              return null;
            }));
      }
      for (var each : running) {
        each.get();
      }
    }
    check();
  }

  private void call(int caller, int n) throws Exception {
    var cluster = CLUSTERS.get(caller % CLUSTERS.size());
    var url = serve.url();
    var mirrors = url + "/clusters/" + cluster + "/image-mirrors";
    var mirror =
        "{\"cluster\": \"%s\", \"source\": \"registry%d.example.com/team\", \"mirrors\": \"m%d.example.com/team\"}"
            .formatted(cluster, caller, n % 3);
    switch (n % 5) {
      case 0 -> send("POST", mirrors, mirror);
      case 1 -> send("GET", mirrors, "");
      case 2 ->
          send(
              "POST",
              url + "/2015-03-31/functions/ShowHistoryFunction/invocations",
              "{\"cluster\": \"" + cluster + "\"}");
      case 3 -> check();
      default ->
          send("DELETE", mirrors + "?source=registry" + caller + ".example.com/team&yes=true", "");
    }
  }

  /// Both ports answer.
  private void check() throws Exception {
    for (var url :
        List.of(
            serve.url() + "/clusters/mycluster/image-mirrors",
            serve.simulatorUrl() + "/_sim/state")) {
      long begun = System.nanoTime();
      int status = send("GET", url, "");
      slowestCheck.accumulate(System.nanoTime() - begun);
      checks.incrementAndGet();
      if (status != 200) {
        throw new AssertionError(url + " answered " + status);
      }
    }
  }

  private int send(String method, String url, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(LONGEST_REPLY)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    requests.incrementAndGet();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      if (status >= 500 && status != 503) {
        throw new AssertionError(method + " " + url + " answered " + status);
      }
      return status;
    } catch (IOException e) {
      throw new AssertionError(
          "%s %s: no answer after %s\n%s".formatted(method, url, figures(), serve.threads()), e);
    }
  }

  @Override
  public void close() {
    http.close();
    serve.close();
  }

  /// Runs idle and busy in turns for so many `minutes`, and prints the figures.
  public static void main(String[] arguments) throws Exception {
    var half = Duration.ofSeconds(Long.getLong("minutes", 2) * 30);
    int parallelism = Integer.getInteger("parallelism", 1);
    try (var soak = start(parallelism)) {
      soak.idle(half);
      System.out.println("idle for " + half + ": " + soak.figures());
      soak.busy(half);
      System.out.println("busy for " + half + ": " + soak.figures());
    }
  }
}
