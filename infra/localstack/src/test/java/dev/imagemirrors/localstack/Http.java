package dev.imagemirrors.localstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// Plain HTTP and JSON.
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Http() {}

  /// A reply; header names are in lower case.
  record Reply(int status, Map<String, List<String>> headers, String text) {
    JsonNode json() {
      return Http.json(text);
    }

    /// The string at a JSON pointer.
    String at(String pointer) {
      return json().at(pointer).asText();
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("none")).getFirst();
    }
  }

  static Reply send(String method, URI url, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var reply = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(reply.statusCode(), reply.headers().map(), reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
