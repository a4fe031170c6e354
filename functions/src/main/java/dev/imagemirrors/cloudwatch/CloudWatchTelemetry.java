package dev.imagemirrors.cloudwatch;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.time.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The logs and metrics of one invocation: a JSON line for each event, with the IDs of request,
/// trace, operation and cluster, and the metrics in the same lines.
public final class CloudWatchTelemetry implements Telemetry {
  private final LambdaLogger log;
  private final Invocation invocation;
  private final Time time;
  private final EmbeddedMetrics metrics = new EmbeddedMetrics();
  private @Nullable String operation;
  private @Nullable String cluster;

  /// The invocation that writes the lines.
  ///
  /// @param stack the stack that the function belongs to
  public record Invocation(
      String stack, String function, String requestId, @Nullable String traceId) {}

  public CloudWatchTelemetry(LambdaLogger log, Invocation invocation, Time time) {
    this.log = log;
    this.invocation = invocation;
    this.time = time;
  }

  /// Logs that a request was answered with a problem.
  public void problem(String detail, Json problem) {
    write(LogLevel.INFO, line(LogLevel.INFO, detail).put("problem", problem));
  }

  /// Logs an unexpected failure.
  public void broken(RuntimeException broken) {
    var trace = new StringWriter();
    broken.printStackTrace(new PrintWriter(trace));
    var message = Objects.requireNonNullElse(broken.getMessage(), "no message");
    write(LogLevel.ERROR, line(LogLevel.ERROR, message).put("stack_trace", trace.toString()));
  }

  @Override
  public void clusterFound(String clusterId) {
    cluster = clusterId;
  }

  @Override
  public void concernsOperation(String operationId) {
    operation = operationId;
  }

  @Override
  public void attemptStarted(Operation begun, int attempts, Duration waited) {
    concerns(begun);
    if (attempts == 1) {
      metrics.add(Metric.QUEUE_WAIT_TIME, waited.toMillis());
    }
  }

  private void concerns(Operation about) {
    operation = about.id();
    cluster = about.clusterId().isEmpty() ? null : about.clusterId();
  }

  @Override
  public void laneReleased(Duration held) {
    metrics.add(Metric.LANE_HELD_TIME, held.toMillis());
  }

  @Override
  public void operationParked(Status waiting) {
    concerns(waiting.operation());
    var message = "%s is waiting: %s".formatted(kind(waiting), waiting.waitReason());
    write(
        LogLevel.INFO,
        line(LogLevel.INFO, message)
            .put("state", waiting.state().label())
            .put("tries", waiting.attempts())
            .put("next_try", String.valueOf(waiting.nextAttempt())));
  }

  @Override
  public void operationEnded(Status ended, Duration took) {
    concerns(ended.operation());
    var outcome = Objects.requireNonNull(ended.outcome());
    var line =
        line(LogLevel.INFO, "%s ended: %s".formatted(kind(ended), outcome.label()))
            .put("state", ended.state().label())
            .put("tries", ended.attempts())
            .put("Stack", invocation.stack())
            .put("Operation", kind(ended))
            .put("Outcome", outcome.label());
    EmbeddedMetrics.write(
        Map.of(
            Metric.OPERATIONS_ENDED,
            List.of(1L),
            Metric.OPERATION_DURATION,
            List.of(took.toMillis())),
        time.now(),
        line);
    writeAlways(line);
  }

  private static String kind(Status status) {
    return status.operation().write().kind();
  }

  @Override
  public void ocmCalled(String method, Duration took, Call result) {
    metrics.add(Metric.OCM_LATENCY, took.toMillis());
    switch (result) {
      case Call.Answered _ -> {}
      case Call.Conflict _ -> metrics.add(Metric.OCM_CONFLICTS, 1);
      case Call.Failed(var why) -> {
        metrics.add(Metric.OCM_ERRORS, 1);
        write(LogLevel.WARN, line(LogLevel.WARN, method + " to OCM failed: " + why));
      }
    }
  }

  @Override
  public void ocmRetried() {
    metrics.add(Metric.OCM_RETRIES, 1);
  }

  @Override
  public void operationsWaiting(int operations, Duration oldest) {
    metrics.add(Metric.WAITING_OPERATIONS, operations);
    metrics.add(Metric.OLDEST_WAITING_OPERATION_AGE, oldest.toSeconds());
  }

  @Override
  public void unannounced(String clusterId, String number, String why) {
    clusterFound(clusterId);
    metrics.add(Metric.UNANNOUNCED_ENTRIES, 1);
    var message = "Entry %s of the history was not announced: %s".formatted(number, why);
    write(LogLevel.ERROR, line(LogLevel.ERROR, message).put("number", number));
  }

  @Override
  public void unavailable(String why) {
    write(LogLevel.WARN, line(LogLevel.WARN, "Announcements are retried: " + why));
  }

  @Override
  public void altered(String clusterId, String number, boolean removed) {
    clusterFound(clusterId);
    metrics.add(Metric.ALTERED_ENTRIES, 1);
    var message =
        "Entry %s of the history was %s in its table"
            .formatted(number, removed ? "removed" : "modified");
    write(LogLevel.ERROR, line(LogLevel.ERROR, message).put("number", number));
  }

  @Override
  public void noCheckpoint(String clusterId, long number, String why) {
    clusterFound(clusterId);
    var message = "The history has no checkpoint at entry %d yet: %s".formatted(number, why);
    write(LogLevel.WARN, line(LogLevel.WARN, message).put("number", number));
  }

  @Override
  public void deadLetterFound(String operationId) {
    var message = "The work queue has dropped a message of operation '" + operationId + "'";
    write(LogLevel.WARN, line(LogLevel.WARN, message).put("operation_id", operationId));
  }

  /// Writes the collected metrics.
  public void flush() {
    while (!metrics.isEmpty()) {
      var line = line(LogLevel.INFO, "metrics").put("Stack", invocation.stack());
      EmbeddedMetrics.write(metrics.take(), time.now(), line);
      writeAlways(line);
    }
  }

  private Json.Builder line(LogLevel level, String message) {
    return Json.object()
        .put("timestamp", time.now().toString())
        .put("level", level.name())
        .put("message", message)
        .put("AWSRequestId", invocation.requestId())
        .put("function", invocation.function())
        .putPresent("trace_id", invocation.traceId())
        .putPresent("operation_id", operation)
        .putPresent("cluster_id", cluster);
  }

  private void write(LogLevel level, Json.Builder line) {
    log.log(bytes(line), level);
  }

  /// Lines with metrics ignore the log level.
  private void writeAlways(Json.Builder line) {
    log.log(bytes(line));
  }

  /// Bytes are logged unchanged; a string would be wrapped in JSON again.
  private static byte[] bytes(Json.Builder line) {
    return (JsonWriter.printable(line.build()) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
