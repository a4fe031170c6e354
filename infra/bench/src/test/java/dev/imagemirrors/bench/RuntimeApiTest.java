package dev.imagemirrors.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The protocol, as the client of a function uses it.
class RuntimeApiTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private RuntimeApi api;

  @BeforeEach
  void start() throws IOException {
    api = RuntimeApi.start("SomeFunction", Duration.ofSeconds(28));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void deliversAnEventAndReceivesItsReply() throws Exception {
    long begun = System.nanoTime();
    api.send("{\"n\": 1}".getBytes(StandardCharsets.UTF_8));

    var event = call("GET", "invocation/next", "");
    var id = event.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
    var taken = call("POST", "invocation/" + id + "/response", "{\"done\": true}");
    var answer = api.await();

    assertThat(event.body()).isEqualTo("{\"n\": 1}");
    assertThat(event.headers().firstValueAsLong("Lambda-Runtime-Deadline-Ms").orElseThrow())
        .isBetween(System.currentTimeMillis(), System.currentTimeMillis() + 28_000);
    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(answer.text()).isEqualTo("{\"done\": true}");
    assertThat(begun).isLessThan(api.awaitInit());
    assertThat(api.awaitInit()).isLessThan(answer.at());
  }

  @Test
  void doesNotTreatAnErrorAsAReply() throws Exception {
    call("POST", "invocation/some-id/error", "{\"errorType\": \"Bad\"}");

    assertThatThrownBy(() -> api.await())
        .isInstanceOf(FunctionFailed.class)
        .hasMessageContaining("Bad");
  }

  @Test
  void reportsAFailedInit() throws Exception {
    call("POST", "init/error", "{\"errorType\": \"NoClass\"}");

    assertThatThrownBy(() -> api.awaitInit())
        .isInstanceOf(FunctionFailed.class)
        .hasMessageContaining("NoClass");
  }

  @Test
  void holdsAFunctionAtItsCheckpointUntilItIsRestored() throws Exception {
    var restored = CompletableFuture.supplyAsync(() -> call("GET", "restore/next", ""));
    long checkpoint = api.awaitCheckpoint();
    assertThat(restored).isNotDone();

    long now = System.nanoTime();
    api.restore();

    assertThat(restored.get().statusCode()).isEqualTo(200);
    assertThat(checkpoint).isLessThan(now);
  }

  private HttpResponse<String> call(String method, String path, String body) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(
                  URI.create("http://" + api.address() + "/2018-06-01/runtime/" + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
