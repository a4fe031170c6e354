package dev.imagemirrors.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Calls the stack like its users: through the API, by direct invocation, and with events.
final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String stack;
  private final String simulator;

  Client(String stack, String simulator) {
    this.stack = stack;
    this.simulator = simulator;
  }

  /// A reply.
  record Answer(int status, String text) {
    JsonNode json() {
      try {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + text, e);
      }
    }
  }

  Answer api(String method, String path, String body) {
    return send(request(stack + path).method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer yaml(String method, String path, String body) {
    return send(
        request(stack + path)
            .header("Content-Type", "application/yaml")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer invoke(String function, String payload) {
    return send(
        request(stack + "/2015-03-31/functions/" + function + "/invocations")
            .POST(HttpRequest.BodyPublishers.ofString(payload)));
  }

  Answer putEvent(String detailType, String detail) {
    ObjectNode entry =
        Json.object()
            .put("Source", "com.example.pipeline")
            .put("DetailType", detailType)
            .put("Detail", detail);
    var entries = Json.object();
    entries.putArray("Entries").add(entry);
    return send(
        request(stack + "/")
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "AWSEvents.PutEvents")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(entries))));
  }

  /// Calls the OCM-compatible API like rosa and Terraform, with the token of a user.
  Answer ocm(String method, String path, String body) {
    return send(
        request(stack + path)
            .header("Authorization", "Bearer " + token())
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private String token() {
    return send(request(simulator + "/auth/realms/redhat-external/protocol/openid-connect/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=terraform&client_secret=any")))
        .json()
        .path("access_token")
        .asText();
  }

  /// Calls a hook of the simulator.
  void simulate(String hook, String body) {
    var answer =
        send(request(simulator + "/_sim/" + hook).POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.status() != 200) {
      throw new IllegalStateException("the simulator refused " + hook + ": " + answer.text());
    }
  }

  JsonNode simulated() {
    return send(request(simulator + "/_sim/state").GET()).json();
  }

  @Override
  public void close() {
    http.close();
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(40));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("the stack did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
