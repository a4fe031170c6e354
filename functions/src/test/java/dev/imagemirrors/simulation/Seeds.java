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

/// Many runs, one a seed, as many at a time as there are processors; and what came of them.
final class Seeds {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<Invariant, Integer> checks = new EnumMap<>(Invariant.class);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<Simulation> failed = new ArrayList<>();
  private int runs;
  private int requests;
  private int invocations;
  private Duration time = Duration.ZERO;

  private Seeds() {}

  /// Runs the seeds from one on, as many as are wanted, and says now and then how far it is.
  static Seeds run(long first, long many, Consumer<String> progress) {
    var seeds = new Seeds();
    var next = new AtomicLong(first);
    var reported = new AtomicLong(System.nanoTime());
    Callable<Void> work =
        () -> {
          for (var seed = next.getAndIncrement();
              seed < first + many;
              seed = next.getAndIncrement()) {
            seeds.add(Simulation.run(seed));
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
      throw new IllegalStateException("the simulation itself is broken", broken);
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
    return "%,d seeds, %,d operations, %,d faults, %d seeds broke a promise"
        .formatted(runs, total(outcomes), total(faults), failed.size());
  }

  private synchronized void add(Simulation run) {
    var world = run.world();
    runs++;
    requests += world.dialogue().asked().size();
    invocations += world.lambda().invocations();
    time = time.plusNanos(world.scheduler().now());
    world.chaos().struck().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    world.verdict().checks().forEach((kept, times) -> checks.merge(kept, times, Integer::sum));
    run.outcomes().forEach((outcome, times) -> outcomes.merge(outcome, times, Integer::sum));
    if (!run.broken().isEmpty()) {
      failed.add(run);
    }
  }

  private static int total(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<Simulation> failed() {
    return failed;
  }

  /// Everything that came of it, to be read.
  String summary() {
    var text = new StringBuilder();
    text.append(
        "%,d seeds: %,d requests to write, %,d operations, %,d invocations, in %,d hours of virtual time%n"
            .formatted(runs, requests, total(outcomes), invocations, time.toHours()));
    text.append("%n%,d faults%n".formatted(total(faults)));
    faults.forEach((fault, times) -> text.append(line(times, fault.words())));
    text.append("%nhow operations ended%n".formatted());
    outcomes.forEach((outcome, times) -> text.append(line(times, outcome)));
    text.append("%n%,d times was looked whether%n".formatted(total(checks)));
    checks.forEach((promise, times) -> text.append(line(times, promise.words())));
    text.append("%n%d seeds broke a promise%n".formatted(failed.size()));
    return text.toString();
  }

  private static String line(int times, String what) {
    return "%,12d  %s%n".formatted(times, what);
  }
}
