package dev.imagemirrors.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Replies to an API event with the event as body; the query parameter `reply` is returned
/// unchanged.
public final class ApiFunction implements RequestStreamHandler {
  public ApiFunction(Map<String, String> environment) {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var event = Json.read(input.readAllBytes());
    var query = event.path("queryStringParameters");
    if (query.has("throw")) {
      throw new IllegalStateException(query.path("throw").asText());
    }
    if (query.has("sleep")) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    output.write(
        query.has("reply")
            ? query.path("reply").asText().getBytes(StandardCharsets.UTF_8)
            : Json.bytes(Json.object().put("statusCode", 200).put("body", event.toString())));
  }
}
