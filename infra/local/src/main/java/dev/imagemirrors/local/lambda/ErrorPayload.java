package dev.imagemirrors.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.time.Duration;
import java.util.Locale;

/// The payload of a failed invocation, in the format of Lambda and its Java runtime.
final class ErrorPayload {
  private ErrorPayload() {}

  static ObjectNode of(Throwable thrown) {
    var payload =
        Json.object()
            .put("errorMessage", thrown.getMessage())
            .put("errorType", thrown.getClass().getName());
    var trace = payload.putArray("stackTrace");
    for (var frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.imagemirrors.local.lambda.")) {
        break;
      }
      trace.add(
          "%s.%s(%s:%d)"
              .formatted(
                  frame.getClassName(),
                  frame.getMethodName(),
                  frame.getFileName(),
                  frame.getLineNumber()));
    }
    return payload;
  }

  static ObjectNode of(String type, String message) {
    return Json.object().put("errorType", type).put("errorMessage", message);
  }

  static ObjectNode timedOut(String requestId, Duration timeout) {
    return of(
        "Sandbox.Timedout",
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            requestId,
            timeout.toMillis() / 1000.0));
  }
}
