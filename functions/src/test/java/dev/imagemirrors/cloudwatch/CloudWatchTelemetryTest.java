package dev.imagemirrors.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.operation.Write;
import dev.imagemirrors.text.Text;
import dev.imagemirrors.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CloudWatchTelemetryTest {
  private final VirtualTime time = new VirtualTime();
  private final Lines lines = new Lines();
  private final CloudWatchTelemetry telemetry =
      new CloudWatchTelemetry(
          lines,
          new CloudWatchTelemetry.Invocation("mirrors", "create", "request-1", "1-abc-def"),
          time);

  /// The logged lines with their levels; null for lines that ignore the level.
  private static final class Lines implements LambdaLogger {
    private final List<Json> written = new ArrayList<>();
    private final List<LogLevel> levels = new ArrayList<>();

    @Override
    public void log(String message) {
      throw new AssertionError("a text is wrapped by the runtime");
    }

    @Override
    public void log(byte[] message) {
      log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte[] message, LogLevel level) {
      var text = new String(message, UTF_8);
      assertThat(text).endsWith("\n");
      assertThat(text.strip()).doesNotContain("\n").isEqualTo(Text.printable(text.strip()));
      try {
        written.add(JsonReader.read(text));
      } catch (JsonFault fault) {
        throw new AssertionError(fault);
      }
      levels.add(level);
    }
  }

  @Test
  void escapesWhatATerminalObeys() {
    telemetry.problem("no cluster '\u009b2J'", Json.object().put("detail", "\u202e").build());

    assertThat(lines.written).hasSize(1);
  }

  private Status running() {
    return Status.running(
        new Operation(
            "operation-1",
            "cluster-1",
            new Request(
                new ClusterKey("mycluster"),
                new Write.Create(MirrorSet.Wanted.of("a/b", "m/b")),
                new Actor(Actor.Via.API, "somebody", "1", "request-1"),
                null,
                "us-east-1",
                null,
                false,
                null),
            time.now(),
            time.now().plusSeconds(60)));
  }

  private Status ended() {
    var running = running();
    return new Status(
        running.operation(),
        State.SUCCEEDED,
        running.progress(),
        2,
        null,
        null,
        new Outcome.Unchanged(
            new ImageMirror("id-1", "a/b", List.of("m/b"), time.now(), time.now())));
  }

  private Json last() {
    return lines.written.getLast();
  }

  @Test
  void writesTheIdsOfRequestTraceOperationAndCluster() {
    telemetry.attemptStarted(running().operation(), 1, Duration.ZERO);
    telemetry.broken(new IllegalStateException("it broke"));

    assertThat(last().at("timestamp")).isEqualTo(Json.of(time.now().toString()));
    assertThat(last().at("level")).isEqualTo(Json.of("ERROR"));
    assertThat(last().at("message")).isEqualTo(Json.of("it broke"));
    assertThat(last().at("AWSRequestId")).isEqualTo(Json.of("request-1"));
    assertThat(last().at("function")).isEqualTo(Json.of("create"));
    assertThat(last().at("trace_id")).isEqualTo(Json.of("1-abc-def"));
    assertThat(last().at("operation_id")).isEqualTo(Json.of("operation-1"));
    assertThat(last().at("cluster_id")).isEqualTo(Json.of("cluster-1"));
    assertThat(last().at("stack_trace").asText()).contains("IllegalStateException: it broke");
    assertThat(lines.levels).containsExactly(LogLevel.ERROR);
  }

  @Test
  void omitsUnknownIds() {
    telemetry.problem("not so", Json.of("why"));

    assertThat(((Json.Members) last()).values().keySet())
        .containsExactly(
            "timestamp", "level", "message", "AWSRequestId", "function", "trace_id", "problem");
  }

  @Test
  void countsAnOperationByKindAndOutcome() throws JsonFault {
    telemetry.operationEnded(ended(), Duration.ofMillis(1_500));

    assertThat(last().at("message")).isEqualTo(Json.of("create ended: unchanged"));
    assertThat(last().at("operation_id")).isEqualTo(Json.of("operation-1"));
    assertThat(last().at("OperationsEnded")).isEqualTo(Json.of(1));
    assertThat(last().at("OperationDuration")).isEqualTo(Json.of(1_500));
    assertThat(last().at("Stack")).isEqualTo(Json.of("mirrors"));
    assertThat(last().at("Operation")).isEqualTo(Json.of("create"));
    assertThat(last().at("Outcome")).isEqualTo(Json.of("unchanged"));
    assertThat(last().at("_aws").at("Timestamp")).isEqualTo(Json.of(time.now().toEpochMilli()));
    assertThat(last().at("_aws").at("CloudWatchMetrics").items())
        .containsExactlyInAnyOrder(
            JsonReader.read(
                """
                {"Namespace": "ImageMirrors",
                 "Dimensions": [["Stack", "Outcome"], ["Stack", "Operation", "Outcome"]],
                 "Metrics": [{"Name": "OperationsEnded", "Unit": "Count"}]}
                """),
            JsonReader.read(
                """
                {"Namespace": "ImageMirrors",
                 "Dimensions": [["Stack"], ["Stack", "Operation"]],
                 "Metrics": [{"Name": "OperationDuration", "Unit": "Milliseconds"}]}
                """));
  }

  @Test
  void writesNothingWithoutMetrics() {
    telemetry.clusterFound("cluster-1");
    telemetry.flush();

    assertThat(lines.written).isEmpty();
  }

  @Test
  void writesMetricsAtTheEnd() {
    telemetry.ocmCalled("GET", Duration.ofMillis(12), new Telemetry.Call.Answered());
    telemetry.ocmCalled("POST", Duration.ofMillis(30), new Telemetry.Call.Conflict());
    telemetry.ocmRetried();
    assertThat(lines.written).isEmpty();
    telemetry.flush();

    assertThat(last().at("OcmLatency"))
        .isEqualTo(new Json.Items(List.of(Json.of(12), Json.of(30))));
    assertThat(last().at("OcmConflicts")).isEqualTo(Json.of(1));
    assertThat(last().at("OcmRetries")).isEqualTo(Json.of(1));
    telemetry.flush();
    assertThat(lines.written).hasSize(1);
  }

  @Test
  void writesMoreLinesWhenOneIsFull() {
    for (var call = 0; call < 250; call++) {
      telemetry.ocmCalled("GET", Duration.ofMillis(call), new Telemetry.Call.Answered());
    }
    telemetry.flush();

    assertThat(lines.written)
        .extracting(line -> line.at("OcmLatency").items().size())
        .containsExactly(100, 100, 50);
    assertThat(lines.written.stream().flatMap(line -> line.at("OcmLatency").items().stream()))
        .containsExactlyElementsOf(LongStream.range(0, 250).mapToObj(Json::of).toList());
  }

  @Test
  void writesMetricsAtAnyLogLevel() {
    telemetry.operationEnded(ended(), Duration.ZERO);
    telemetry.ocmCalled("GET", Duration.ZERO, new Telemetry.Call.Failed("broken"));
    telemetry.flush();

    assertThat(lines.levels).containsExactly(LogLevel.UNDEFINED, LogLevel.WARN, LogLevel.UNDEFINED);
  }

  @Test
  void writesTheWaitTimeOfTheFirstAttemptOnly() {
    telemetry.attemptStarted(running().operation(), 1, Duration.ofMillis(40));
    telemetry.attemptStarted(running().operation(), 2, Duration.ofMillis(900));
    telemetry.flush();

    assertThat(last().at("QueueWaitTime")).isEqualTo(Json.of(40));
  }

  @Test
  void logsADeadLetterWithItsOperation() {
    telemetry.deadLetterFound("op1");

    assertThat(last().at("level")).isEqualTo(Json.of("WARN"));
    assertThat(last().at("operation_id")).isEqualTo(Json.of("op1"));
  }

  @Test
  void emitsEveryMetricThatItNames() {
    telemetry.attemptStarted(running().operation(), 1, Duration.ZERO);
    telemetry.ocmCalled("GET", Duration.ZERO, new Telemetry.Call.Failed("broken"));
    telemetry.ocmCalled("GET", Duration.ZERO, new Telemetry.Call.Conflict());
    telemetry.ocmRetried();
    telemetry.laneReleased(Duration.ZERO);
    telemetry.operationEnded(ended(), Duration.ZERO);
    telemetry.operationsWaiting(3, Duration.ofMinutes(2));
    telemetry.unannounced("c1", "7", "access denied");
    telemetry.altered("c1", "8", true);
    telemetry.flush();

    var emitted = new TreeSet<String>();
    for (var line : lines.written) {
      for (var directive : line.at("_aws").at("CloudWatchMetrics").items()) {
        for (var metric : directive.at("Metrics").items()) {
          var name = String.valueOf(metric.at("Name").asText());
          assertThat(line.at(name)).as(name).isNotEqualTo(Json.Null.NULL);
          emitted.add(name);
        }
      }
    }
    assertThat(emitted)
        .containsExactlyInAnyOrderElementsOf(
            List.of(Metric.values()).stream().map(Metric::label).toList());
    assertThat(last().at("OldestWaitingOperationAge")).isEqualTo(Json.of(120));
  }
}
