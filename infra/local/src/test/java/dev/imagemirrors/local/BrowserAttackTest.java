package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A web page in a browser on this machine attacks the local stack and the simulator.
class BrowserAttackTest {
  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @BeforeAll
  static void start() {
    stack = StackFixture.start();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: rebound.example.com:PORT",
        "Host: rebound.example.com",
        "Host: localhost",
        "Host: localhost:PORT\r\nOrigin: http://evil.example.com",
        "Host: localhost:PORT\r\nOrigin: http://evil.example.com:PORT",
        "Host: localhost:PORT\r\nOrigin: http://localhost",
        "Host: localhost:PORT\r\nOrigin: null",
        "X-No-Host: true"
      })
  void isRefusedByEveryService(String headers) throws Exception {
    var create = "{\"source\": \"a.example.com/b\", \"mirrors\": \"m.example.com/b\"}";
    assertThat(call(stack.url(), "POST /clusters/mycluster/image-mirrors", headers, create))
        .startsWith("HTTP/1.1 403 ")
        .contains("Content-type: application/problem+json", "urn:image-mirrors:problem:denied");
    assertThat(
            call(
                stack.url(),
                "POST /",
                headers + "\r\nX-Amz-Target: secretsmanager.GetSecretValue",
                "{\"SecretId\": \"image-mirrors/ocm\"}"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("client_secret");
    assertThat(
            call(
                stack.url(),
                "POST /2015-03-31/functions/CreateImageMirrorFunction/invocations",
                headers,
                create))
        .startsWith("HTTP/1.1 403 ");
    assertThat(call(stack.url(), "GET /_local/events", headers, "")).startsWith("HTTP/1.1 403 ");
    assertThat(call(stack.ocmUrl(), "GET /_sim/state", headers, ""))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"kind\":\"Error\"")
        .doesNotContain("mycluster");
    assertThat(call(stack.ocmUrl(), "POST /_sim/reset", headers, "")).startsWith("HTTP/1.1 403 ");

    assertThat(stack.ocmState().path("clusters").findValuesAsText("source")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: 127.0.0.1:PORT",
        "Host: localhost:PORT",
        "Host: [::1]:PORT",
        "Host: localhost:PORT\r\nOrigin: http://localhost:PORT"
      })
  void doesNotAffectOtherCallers(String headers) throws Exception {
    assertThat(call(stack.url(), "GET /clusters/mycluster/image-mirrors", headers, ""))
        .startsWith("HTTP/1.1 200 ");
    assertThat(call(stack.ocmUrl(), "GET /_sim/state", headers, "")).startsWith("HTTP/1.1 200 ");
  }

  /// Another user of the machine reaches the port, too.
  @Test
  void doesNotReadTheSecretWithGuessedCredentials() throws Exception {
    for (var token : new String[] {"", "local"}) {
      assertThat(
              call(
                  stack.url(),
                  "POST /",
                  "Host: localhost:PORT\r\nX-Amz-Target: secretsmanager.GetSecretValue\r\n"
                      + "X-Amz-Security-Token: "
                      + token,
                  "{\"SecretId\": \"image-mirrors/ocm\"}"))
          .contains("AccessDeniedException")
          .doesNotContain("client_secret");
    }
  }

  /// The reply as it comes. HTTP clients would set the headers themselves.
  private static String call(String url, String what, String headers, String body)
      throws IOException {
    int port = URI.create(url).getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request =
          "%s HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(what, headers.replace("PORT", String.valueOf(port)), body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
