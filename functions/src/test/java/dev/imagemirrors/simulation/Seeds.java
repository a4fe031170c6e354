package dev.imagemirrors.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Runs many seeds, one per processor at a time, and sums up the results.
final class Seeds {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final Scenario scenario;
  private final Map<String, Long> figures = new TreeMap<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<Invariant, Integer> checks = new EnumMap<>(Invariant.class);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<Simulation> failed = new ArrayList<>();
  private int runs;
  private int requests;
  private int invocations;
  private Duration time = Duration.ZERO;

  private Seeds(Scenario scenario) {
    this.scenario = scenario;
  }

  /// Runs consecutive seeds and reports progress now and then.
  static Seeds run(Scenario scenario, long first, long many, Consumer<String> progress) {
    var seeds = new Seeds(scenario);
    var next = new AtomicLong(first);
    var reported = new AtomicLong(System.nanoTime());
    Callable<Void> work =
        () -> {
          for (var seed = next.getAndIncrement();
              seed < first + many;
              seed = next.getAndIncrement()) {
            seeds.add(Simulation.run(scenario, seed));
            seeds.report(reported, progress);
          }
          return null;
        };
    var processors = Runtime.getRuntime().availableProcessors();
    try (var pool = Executors.newFixedThreadPool(processors)) {
      for (var done : pool.invokeAll(Collections.nCopies(processors, work))) {
        done.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    } catch (ExecutionException broken) {
      throw new IllegalStateException("the simulation itself failed", broken);
    }
    return seeds;
  }

  private void report(AtomicLong reported, Consumer<String> progress) {
    var last = reported.get();
    var now = System.nanoTime();
    if (now - last > BETWEEN_REPORTS.toNanos() && reported.compareAndSet(last, now)) {
      progress.accept(inShort());
    }
  }

  private synchronized String inShort() {
    return "%,d seeds, %,d operations, %,d faults, %d seeds violated an invariant"
        .formatted(runs, total(outcomes), total(faults), failed.size());
  }

  private synchronized void add(Simulation run) {
    var world = run.world();
    runs++;
    requests += world.requestLog().requests().size();
    invocations += world.lambda().invocations();
    time = time.plusNanos(world.scheduler().now());
    world.figures().largest().forEach((name, value) -> figures.merge(name, value, Math::max));
    world.faults().injected().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    world
        .assertions()
        .checks()
        .forEach((invariant, times) -> checks.merge(invariant, times, Integer::sum));
    run.outcomes().forEach((outcome, times) -> outcomes.merge(outcome, times, Integer::sum));
    if (!run.violations().isEmpty()) {
      failed.add(run);
    }
  }

  private static int total(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<Simulation> failed() {
    return failed;
  }

  /// The report of all results.
  String summary() {
    var text = new StringBuilder();
    text.append(
        "%s, %,d seeds: %,d write requests, %,d operations, %,d invocations, %,d hours of virtual time%n"
            .formatted(
                scenario.description(),
                runs,
                requests,
                total(outcomes),
                invocations,
                time.toHours()));
    figures.forEach((figure, value) -> text.append("%,12d  %s%n".formatted(value, figure)));
    if (!faults.isEmpty()) {
      text.append("%n%,d faults injected%n".formatted(total(faults)));
    }
    faults.forEach((fault, times) -> text.append(line(times, fault.description())));
    text.append("%nOutcomes of operations%n".formatted());
    outcomes.forEach((outcome, times) -> text.append(line(times, outcome)));
    text.append("%n%,d checks of invariants%n".formatted(total(checks)));
    checks.forEach((invariant, times) -> text.append(line(times, invariant.description())));
    text.append("%n%d seeds violated an invariant%n".formatted(failed.size()));
    return text.toString();
  }

  private static String line(int times, String what) {
    return "%,12d  %s%n".formatted(times, what);
  }
}
