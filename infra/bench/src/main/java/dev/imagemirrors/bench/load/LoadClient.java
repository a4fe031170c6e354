package dev.imagemirrors.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imagemirrors.bench.StackProcess;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Calls the stack as its users do, and its simulator. Never fails on a reply.
final class LoadClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String stack;
  private final String simulator;

  LoadClient(StackProcess stack) {
    this.stack = stack.url();
    this.simulator = stack.ocmUrl();
  }

  /// @param body missing if the reply is not JSON
  record Answer(int status, JsonNode body, String text) {
    /// The operation in a reply or a problem, or an empty string.
    String operation() {
      var problem = body.path("operation_id").asText("");
      return problem.isEmpty() ? body.at("/operation/id").asText("") : problem;
    }
  }

  Answer api(String method, String path, String body) {
    return send(request(stack + path, method, body));
  }

  /// Puts an event on the bus and returns its ID.
  String put(String detailType, String detail) {
    var event =
        Json.object()
            .put("Source", "com.example.load")
            .put("DetailType", detailType)
            .put("Detail", detail);
    var entries = Json.object();
    entries.putArray("Entries").add(event);
    var answer =
        send(
            request(stack + "/", "POST", entries.toString())
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSEvents.PutEvents"));
    var id = answer.body().at("/Entries/0/EventId").asText("");
    if (id.isEmpty()) {
      throw new IllegalStateException("the bus rejected an event: " + answer.text());
    }
    return id;
  }

  /// Calls a hook of the local stack, or of its simulator (`_sim/…`).
  JsonNode hook(String method, String path, String body) {
    var base = path.startsWith("_sim/") ? simulator : stack;
    var answer = send(request(base + "/" + path, method, body));
    if (answer.status() >= 300) {
      throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
    }
    return answer.body();
  }

  private static HttpRequest.Builder request(String url, String method, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofMinutes(2))
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      var text = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), json(response.body()), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Json.read(body);
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
