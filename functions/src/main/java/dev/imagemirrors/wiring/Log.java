package dev.imagemirrors.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.event.Reply;
import dev.imagemirrors.event.ReplyWriter;
import dev.imagemirrors.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/// A line of JSON for each thing that went wrong, or otherwise than hoped.
final class Log {
  private Log() {}

  static void problem(Context context, Reply.Problem problem) {
    write(context, "INFO", problem.detail(), "problem", ReplyWriter.problem(problem));
  }

  static void broken(Context context, RuntimeException broken) {
    var trace = new StringWriter();
    broken.printStackTrace(new PrintWriter(trace));
    var message = Objects.requireNonNullElse(broken.getMessage(), "no message");
    write(context, "ERROR", message, "stack_trace", Json.of(trace.toString()));
  }

  private static void write(Context context, String level, String message, String name, Json more) {
    context
        .getLogger()
        .log(
            Json.object()
                .put("level", level)
                .put("message", message)
                .put("request_id", context.getAwsRequestId())
                .put("function", context.getFunctionName())
                .put(name, more)
                .build()
                .write());
  }
}
