package dev.imagemirrors.bench;

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

/// Calls the API of the local stack, and the hooks of its simulator.
final class StackClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;
  private final String simulator;

  StackClient(StackProcess stack) {
    this.api = stack.url();
    this.simulator = stack.ocmUrl();
  }

  /// An API call that must succeed.
  JsonNode api(String method, String path, String body) {
    return send(method, api + path, body);
  }

  /// Creates a cluster, or changes it by a merge-patch.
  void cluster(String name, String patch) {
    send("POST", simulator + "/_sim/clusters/" + name, patch);
  }

  JsonNode simulated() {
    return send("GET", simulator + "/_sim/state", "");
  }

  /// Calls DynamoDB as an administrator, whose signature is not checked.
  JsonNode dynamo(String operation, ObjectNode input) {
    return send(
        HttpRequest.newBuilder(URI.create(api))
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00"),
        "POST",
        input.toString());
  }

  private JsonNode send(String method, String url, String body) {
    return send(HttpRequest.newBuilder(URI.create(url)), method, body);
  }

  private JsonNode send(HttpRequest.Builder builder, String method, String body) {
    var request =
        builder
            .timeout(Duration.ofMinutes(2))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    var url = request.uri();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            method
                + " "
                + url
                + ": "
                + response.statusCode()
                + " "
                + new String(response.body(), StandardCharsets.UTF_8));
      }
      return Json.read(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
