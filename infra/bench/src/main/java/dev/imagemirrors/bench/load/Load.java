package dev.imagemirrors.bench.load;

import dev.imagemirrors.bench.Figures;
import dev.imagemirrors.bench.Project;
import dev.imagemirrors.bench.StackProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Mixed traffic on the local stack at full speed, with injected faults: creates, edits, deletes,
/// sets, reads and events, from several clients of several clusters. Then waits until all
/// operations have ended, and audits everything that was accepted.
public final class Load {
  private static final String QUEUE = "image-mirrors-operations.fifo";
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(30);
  private static final Duration FAULT_EVERY = Duration.ofMillis(700);

  /// Longer than the lease of an invocation on an overloaded machine.
  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  private final StackProcess stack;
  private final LoadClient client;
  private final PrintStream out;
  private final List<String> clusters;
  private final Ledger ledger = new Ledger();

  private Load(StackProcess stack, LoadClient client, int clusters, PrintStream out) {
    this.stack = stack;
    this.client = client;
    this.out = out;
    this.clusters = IntStream.rangeClosed(1, clusters).mapToObj(n -> "load-" + n).toList();
  }

  /// Reads `minutes` and `bench.project`.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var project = new Project(Path.of(System.getProperty("bench.project", ".")).toRealPath());
    var time =
        Duration.ofMillis(
            (long) (60_000 * Double.parseDouble(System.getProperty("minutes", "10"))));
    System.exit(run(project, time, 6, 2, System.out).isEmpty() ? 0 : 1);
  }

  /// The audit failures.
  static List<String> run(
      Project project, Duration time, int clusters, int callers, PrintStream out)
      throws IOException, InterruptedException {
    try (var stack = project.startStack();
        var client = new LoadClient(stack)) {
      var load = new Load(stack, client, clusters, out);
      load.prepare();
      load.drive(time, callers);
      return load.account();
    }
  }

  private void prepare() {
    clusters.forEach(cluster -> client.hook("POST", "_sim/clusters/" + cluster, "{}"));
    client.hook("POST", "_local/schedules/RecoverOperationsFunction", "{\"every_ms\": 1000}");
  }

  private void drive(Duration time, int callers) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    var threads = new ArrayList<Thread>();
    for (var cluster : clusters) {
      for (int i = 0; i < callers; i++) {
        threads.add(
            Thread.startVirtualThread(
                new Caller(client, ledger, cluster, threads.size() + 1, end)));
      }
    }
    var memory = new Memory(stack.pid());
    watch(begun, end, memory);
    for (var thread : threads) {
      thread.join();
    }
    table(time);
    var trend = memory.trend();
    out.println(trend.text());
    if (trend.grows()) {
      ledger.failed("the memory grows");
    }
  }

  private void watch(long begun, long end, Memory memory) throws IOException, InterruptedException {
    var faults = new RandomFaults(client, 7);
    long reportedAt = begun;
    long looked = begun;
    int before = 0;
    while (System.nanoTime() < end) {
      faults.inject();
      Thread.sleep(FAULT_EVERY);
      long now = System.nanoTime();
      if (now - looked > LOOKED_EVERY.toNanos()) {
        looked = now;
        memory.look(ledger.requests());
      }
      if (now - reportedAt > REPORT_INTERVAL.toNanos()) {
        var recent = ledger.recent();
        int requests = ledger.requests();
        out.printf(
            Locale.ROOT,
            "%4d s  %,8d requests, %4.0f per second, median %5.1f ms, p99 %6.0f ms, resident %4.0f MB%n",
            (now - begun) / 1_000_000_000,
            requests,
            (requests - before) / ((now - reportedAt) / 1e9),
            recent.median(),
            recent.percentile(99),
            memory.resident());
        reportedAt = now;
        before = requests;
      }
    }
    faults.clear();
  }

  private void table(Duration time) {
    out.printf(
        Locale.ROOT,
        "%n%,d requests in %d s, %.0f per second; replies by status: %s%n%n",
        ledger.requests(),
        time.toSeconds(),
        ledger.requests() / (time.toMillis() / 1e3),
        ledger.statuses());
    out.println("request                  count  median ms   p99 ms   max ms");
    ledger
        .times()
        .forEach((kind, figures) ->
            out.printf(
                Locale.ROOT,
                "%-22s %,7d  %9.1f  %7.0f  %7.0f%n",
                kind,
                figures.ordered().length,
                figures.median(),
                figures.percentile(99),
                figures.percentile(100)));
    out.println();
  }

  private List<String> account() throws InterruptedException {
    var faults = new ArrayList<>(ledger.faults());
    long begun = System.nanoTime();
    int unfinished = awaitTheEnd(begun);
    if (unfinished > 0) {
      faults.add(unfinished + " operations have not ended after " + TIMEOUT);
    }
    var findings = audit();
    // A failed event is delivered again after a while.
    while (findings.stream().anyMatch(each -> !each.missing().isEmpty()) && !isOver(begun)) {
      findings.stream()
          .flatMap(each -> each.missing().stream())
          .findFirst()
          .ifPresent(missing -> out.println("waiting: " + missing));
      Thread.sleep(10_000);
      findings = audit();
    }
    findings.forEach(each -> faults.addAll(each.faults()));
    findings.forEach(each -> faults.addAll(each.missing()));
    out.printf(
        Locale.ROOT,
        "Audited %s s later: %,d history entries of %d clusters with %d mirrors;%n"
            + "%,d operations and events, each of which must have its entry.%n",
        Figures.shown((System.nanoTime() - begun) / 1e9, 1),
        findings.stream().mapToInt(Audit.Findings::entries).sum(),
        clusters.size(),
        findings.stream().mapToInt(Audit.Findings::mirrors).sum(),
        ledger.owed().size());
    out.println(faults.isEmpty() ? "Nothing was lost." : faults.size() + " errors:");
    faults.stream().limit(20).forEach(fault -> out.println("  " + fault));
    return faults;
  }

  private List<Audit.Findings> audit() {
    return clusters.stream().map(cluster -> Audit.of(client, cluster, ledger.owed())).toList();
  }

  private static boolean isOver(long begun) {
    return System.nanoTime() - begun > TIMEOUT.toNanos();
  }

  /// The number of unfinished operations at the timeout.
  private int awaitTheEnd(long begun) throws InterruptedException {
    while (true) {
      client.hook("POST", "_local/queues/" + QUEUE, "");
      int left = clusters.stream().mapToInt(this::unfinished).sum();
      if (left == 0 || isOver(begun)) {
        return left;
      }
      Thread.sleep(500);
    }
  }

  private int unfinished(String cluster) {
    int left = 0;
    var next = "";
    do {
      var answer =
          client.api("GET", "/clusters/" + cluster + "/operations?limit=100&next=" + next, "");
      if (answer.status() != 200) {
        return 1;
      }
      var page = answer.body();
      for (var each : page.path("operations")) {
        if (each.path("outcome").isNull()) {
          left++;
        }
      }
      next = page.path("next").asText("");
    } while (!next.isEmpty() && !next.equals("null"));
    return left;
  }
}
