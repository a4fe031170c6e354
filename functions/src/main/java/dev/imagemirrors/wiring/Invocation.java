package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.imagemirrors.cloudwatch.CloudWatchTelemetry;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One invocation: its ID, until when it works, and what it tells.
public record Invocation(String requestId, Deadline deadline, CloudWatchTelemetry telemetry) {
  /// What is left of a function's time for its answer to arrive.
  private static final Duration ANSWERING = Duration.ofSeconds(4);

  private static final Duration UNSEEN = Duration.ofSeconds(24);

  static Invocation of(Context context, String stack, Time time) {
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(ANSWERING);
    var requestId = context.getAwsRequestId();
    return new Invocation(
        requestId,
        Deadline.in(time, left.isNegative() ? Duration.ZERO : left),
        new CloudWatchTelemetry(
            context.getLogger(),
            new CloudWatchTelemetry.Invocation(
                stack, context.getFunctionName(), requestId, traceId(context)),
            time));
  }

  /// One that nobody sees.
  public static Invocation unseen(Time time) {
    var silent =
        new LambdaLogger() {
          @Override
          public void log(String message) {}

          @Override
          public void log(byte[] message) {}
        };
    var nobody = new CloudWatchTelemetry.Invocation("none", "none", "none", null);
    return new Invocation(
        nobody.requestId(),
        Deadline.in(time, UNSEEN),
        new CloudWatchTelemetry(silent, nobody, time));
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
