package dev.imagemirrors.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Requests per second through the API of the local stack, from callers that wait for each reply.
/// Functions, DynamoDB and OCM share one process and the processors of this machine.
final class Throughput {
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration MEASURED = Duration.ofSeconds(5);
  private static final int CREATES_A_CLUSTER = 50;

  private final StackProcess stack;
  private final StackClient client;
  private final List<List<String>> rows = new ArrayList<>();

  private Throughput(StackProcess stack, StackClient client) {
    this.stack = stack;
    this.client = client;
  }

  /// Sends one request, identified by the number of requests its caller has made.
  private interface Asking {
    void ask(int number);
  }

  static Part measure(Project project) throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new StackClient(stack)) {
      var throughput = new Throughput(stack, client);
      throughput.measure();
      return new Part(
          "Throughput of serve",
          List.of("requests", "callers", "a second", "median ms", "p99 ms", "memory MB"),
          throughput.rows,
          List.of(),
          List.of());
    }
  }

  private void measure() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      create("mycluster", i);
    }
    ask(4, WARM_UP, "warm");
    list(4, WARM_UP);
    for (int callers : List.of(1, 4, 16)) {
      System.out.println("throughput at " + callers + " callers");
      row("POST create", callers, ask(callers, MEASURED, "n"));
      row("GET list", callers, list(callers, MEASURED));
    }
  }

  private void row(String requests, int callers, List<Double> times) {
    var figures = Figures.of(times);
    rows.add(
        List.of(
            requests,
            "" + callers,
            Figures.shown(times.size() / (double) MEASURED.toSeconds(), 0),
            Figures.shown(figures.median(), 1),
            Figures.shown(figures.percentile(99), 1),
            Figures.shown(stack.use().peakMegabytes(), 0)));
  }

  /// Each caller has its own clusters, and switches to a new one before a list gets long.
  private List<Double> ask(int callers, Duration time, String run) throws InterruptedException {
    return times(
        callers,
        time,
        caller ->
            number -> {
              var cluster = run + callers + "-" + caller + "-" + number / CREATES_A_CLUSTER;
              if (number % CREATES_A_CLUSTER == 0) {
                client.cluster(cluster, "{}");
              }
              create(cluster, number);
            });
  }

  private List<Double> list(int callers, Duration time) throws InterruptedException {
    return times(
        callers, time, _ -> _ -> client.api("GET", "/clusters/mycluster/image-mirrors", ""));
  }

  private void create(String cluster, int number) {
    client.api(
        "POST",
        "/clusters/" + cluster + "/image-mirrors",
        "{\"source\": \"registry.example.com/n%d\", \"mirrors\": \"mirror.corp.com/n\"}"
            .formatted(number));
  }

  private interface Callers {
    Asking caller(int number);
  }

  private static List<Double> times(int callers, Duration time, Callers asking)
      throws InterruptedException {
    var times = Collections.synchronizedList(new ArrayList<Double>());
    long end = System.nanoTime() + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < callers; i++) {
        var caller = asking.caller(i);
        running.add(threads.submit(() -> askUntil(end, caller, times)));
      }
      for (var each : running) {
        each.get();
      }
      return times;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void askUntil(long end, Asking caller, List<Double> times) {
    for (int number = 0; System.nanoTime() < end; number++) {
      long begun = System.nanoTime();
      caller.ask(number);
      times.add((System.nanoTime() - begun) / 1e6);
    }
  }
}
