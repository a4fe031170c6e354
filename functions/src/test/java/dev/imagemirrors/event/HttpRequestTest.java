package dev.imagemirrors.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.mirror.InvalidField;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Reads API Gateway events as HTTP requests.
class HttpRequestTest {
  private static HttpRequest read(String event) {
    return HttpRequest.read(event.getBytes(StandardCharsets.UTF_8), "lambda").orElseThrow();
  }

  @Test
  void readsThePayloadOfARestApi() {
    var request =
        read(
            """
            {"httpMethod": "get", "path": "/api/x%20y",
             "headers": {"Accept": "b", "X-None": null},
             "multiValueQueryStringParameters": {"search": ["id = 'a+b' & c", "2"]},
             "queryStringParameters": {"search": "2"},
             "requestContext": {"requestId": "r1"}, "body": null}
            """);

    assertThat(request)
        .isEqualTo(
            new HttpRequest(
                "r1",
                "GET",
                "/api/x%20y",
                "search=id%20%3D%20%27a%2Bb%27%20%26%20c&search=2",
                Map.of("accept", "b"),
                null,
                false));
    assertThat(request.body()).isNull();
  }

  @Test
  void readsThePayloadOfAnHttpApi() {
    var request =
        read(
            """
            {"version": "2.0", "rawPath": "/api/x", "rawQueryString": "a=%27&b",
             "headers": {"authorization": "Bearer t"},
             "requestContext": {"requestId": "r2", "http": {"method": "PATCH"}},
             "body": "eyJhIjogMX0=", "isBase64Encoded": true}
            """);

    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.query()).isEqualTo("a=%27&b");
    assertThat(request.body()).isEqualTo("{\"a\": 1}");
  }

  /// The ID is stored with an operation, and anybody who may invoke the function chooses it.
  @Test
  void limitsTheId() {
    var request =
        read(
            """
            {"httpMethod": "GET", "path": "/", "requestContext": {"requestId": "%s\\u001b\\u202e"}}
            """
                .formatted("r".repeat(1_000)));
    var longer =
        read(
            """
            {"httpMethod": "GET", "path": "/", "requestContext": {"requestId": "%s"}}
            """
                .formatted("r".repeat(100_000)));

    assertThat(request.id()).endsWith("r\\u{1b}\\u{202e}");
    assertThat(longer.id()).hasSize(2_048);
  }

  @Test
  void readsAnIncompleteEvent() {
    var request =
        read(
            "{\"httpMethod\": \"GET\", \"path\": \"/api/x\", \"queryStringParameters\": {\"a\": \"1\"}}");

    assertThat(request.id()).isEqualTo("lambda");
    assertThat(request.query()).isEqualTo("a=1");
  }

  @Test
  void isEmptyWithoutAMethodOrAPath() {
    assertThat(HttpRequest.read("{}".getBytes(StandardCharsets.UTF_8), "l")).isEmpty();
    assertThat(HttpRequest.read("[1]".getBytes(StandardCharsets.UTF_8), "l")).isEmpty();
    assertThatThrownBy(() -> HttpRequest.read(new byte[0], "l"))
        .isInstanceOf(InvalidField.class)
        .hasMessage("event: is empty");
  }

  @Test
  void reportsTheFaultOfABody() {
    assertThatThrownBy(() ->
            read("{\"httpMethod\": \"POST\", \"path\": \"/\", \"body\": \"!\", \"isBase64Encoded\": true}")
                .body())
        .hasMessage("body: is not valid Base64");
    assertThatThrownBy(() ->
            read("{\"httpMethod\": \"POST\", \"path\": \"/\", \"body\": \""
                    + "x".repeat(262_145)
                    + "\"}")
                .body())
        .hasMessage("body: has 262145 characters; at most 256 KB are allowed");
  }

  @Test
  void doesNotPrintItsHeaders() {
    assertThat(
            read(
                "{\"httpMethod\": \"GET\", \"path\": \"/p\", \"headers\": {\"Authorization\": \"secret\"}}"))
        .hasToString("GET /p");
  }
}
