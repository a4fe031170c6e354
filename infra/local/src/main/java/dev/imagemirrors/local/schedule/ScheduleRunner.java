package dev.imagemirrors.local.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.lambda.Outcome;
import dev.imagemirrors.local.template.Schedule;
import dev.imagemirrors.local.thread.Threads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Invokes a function at the times of its schedule, or on demand.
public final class ScheduleRunner implements AutoCloseable {
  /// Limits a single sleep, since the next time of a cron expression may be years ahead.
  private static final Duration LONGEST_SLEEP = Duration.ofDays(1);

  private final Schedule schedule;
  private final LocalFunction function;
  private final AsyncInvocations async;
  private final Scope scope;
  private final InstantSource clock;
  private Times times;
  private Thread thread;

  private ScheduleRunner(
      Schedule schedule,
      LocalFunction function,
      AsyncInvocations async,
      Scope scope,
      InstantSource clock) {
    this.schedule = schedule;
    this.function = function;
    this.async = async;
    this.scope = scope;
    this.clock = clock;
    this.times = Times.of(schedule.expression());
    this.thread = Threads.unstarted("schedule", this::keepTime);
  }

  public static ScheduleRunner start(
      Schedule schedule,
      LocalFunction function,
      AsyncInvocations async,
      Scope scope,
      InstantSource clock) {
    var runner = new ScheduleRunner(schedule, function, async, scope, clock);
    runner.thread.start();
    return runner;
  }

  public Schedule schedule() {
    return schedule;
  }

  /// Changes the rate.
  public synchronized void every(Duration interval) {
    thread.interrupt();
    times = new Times.Rate(interval);
    thread = Threads.start("schedule", this::keepTime);
  }

  /// Invokes the function now and waits for it.
  public Outcome runNow() {
    return function.invoke(input(), UUID.randomUUID().toString());
  }

  private void keepTime() {
    try {
      while (true) {
        var next = next();
        for (var now = clock.instant(); now.isBefore(next); now = clock.instant()) {
          var left = Duration.between(now, next);
          Thread.sleep(left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left);
        }
        async.invoke(function, input());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Instant next() {
    return times.after(clock.instant());
  }

  private byte[] input() {
    return schedule
        .input()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> Json.bytes(event()));
  }

  private ObjectNode event() {
    var event =
        Json.object()
            .put("version", "0")
            .put("id", UUID.randomUUID().toString())
            .put("detail-type", "Scheduled Event")
            .put("source", schedule.byScheduler() ? "aws.scheduler" : "aws.events")
            .put("account", scope.account())
            .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", scope.region());
    event
        .putArray("resources")
        .add(
            schedule.byScheduler()
                ? scope.arn("scheduler", "schedule/default/" + schedule.name())
                : scope.arn("events", "rule/" + schedule.name()));
    // EventBridge Scheduler sends the detail as a string.
    return schedule.byScheduler() ? event.put("detail", "{}") : event.set("detail", Json.object());
  }

  @Override
  public synchronized void close() {
    thread.interrupt();
  }
}
