package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.cloudwatch.CloudWatchTelemetry;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One invocation: its ID, its deadline and its telemetry.
///
/// @param fromService whether it came through the alias that only AWS services invoke: the API, the
///   bus, queues, streams and schedules
public record Invocation(
    String requestId, boolean fromService, Deadline deadline, CloudWatchTelemetry telemetry) {
  private static final String SERVICE_ALIAS = ":service";

  /// The time kept for the reply to arrive.
  private static final Duration ANSWERING = Duration.ofSeconds(4);

  private static final Duration SILENT_TIME = Duration.ofSeconds(24);

  static Invocation of(Context context, String stack, Time time) {
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(ANSWERING);
    var requestId = context.getAwsRequestId();
    return new Invocation(
        requestId,
        context.getInvokedFunctionArn().endsWith(SERVICE_ALIAS),
        Deadline.in(time, left.isNegative() ? Duration.ZERO : left),
        new CloudWatchTelemetry(
            context.getLogger(),
            new CloudWatchTelemetry.Invocation(
                stack, context.getFunctionName(), requestId, traceId(context)),
            time));
  }

  /// The same invocation with less time.
  public Invocation atMost(Duration duration) {
    return new Invocation(requestId, fromService, deadline.atMost(duration), telemetry);
  }

  /// An invocation without logs and metrics, for priming.
  public static Invocation silent(Time time) {
    var silent =
        new LambdaLogger() {
          @Override
          public void log(String message) {}

          @Override
          public void log(byte[] message) {}
        };
    var none = new CloudWatchTelemetry.Invocation("none", "none", "none", null);
    return new Invocation(
        none.requestId(),
        true,
        Deadline.in(time, SILENT_TIME),
        new CloudWatchTelemetry(silent, none, time));
  }

  /// The ID of the trace, out of X-Ray's header: `Root=1-…;Parent=…;Sampled=1`.
  private static @Nullable String traceId(Context context) {
    var header =
        Objects.requireNonNullElse(
            context.getXrayTraceId(), System.getProperty("com.amazonaws.xray.traceHeader", ""));
    for (var part : header.split(";", -1)) {
      if (part.startsWith("Root=")) {
        return part.substring("Root=".length());
      }
    }
    return null;
  }
}
