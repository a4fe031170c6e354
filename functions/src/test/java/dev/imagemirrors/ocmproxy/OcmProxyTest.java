package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Relay;
import dev.imagemirrors.event.HttpRequest;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.handler.OcmProxyHandler;
import dev.imagemirrors.operation.FakeOcm;
import dev.imagemirrors.reply.HttpReply;
import dev.imagemirrors.wiring.Callers;
import dev.imagemirrors.wiring.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that the OCM-compatible API forwards, and those it refuses.
class OcmProxyTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final List<String> passed = new ArrayList<>();
  private Map<String, String> headers = Map.of();
  private Relay.Relayed answer =
      new Relay.Relayed.Answered(200, BODY, "application/json", "ocm-id", null, Map.of());

  private final Relay relay =
      new Relay() {
        @Override
        public Relayed get(String path, String query, Map<String, String> with) {
          headers = with;
          passed.add("GET " + path + "?" + query);
          return answer;
        }

        @Override
        public Relayed post(String path, String body, Map<String, String> with) {
          headers = with;
          passed.add("POST " + path + " " + body);
          return answer;
        }
      };

  private final OcmProxyHandler.Opened opened =
      new OcmProxyHandler.Opened() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public Target target() {
          throw new AssertionError("no write is made here");
        }

        @Override
        public Services services() {
          throw new AssertionError("no write is made here");
        }

        @Override
        public Callers callers(String token) {
          passed.add("as " + token);
          return new Callers(new FakeOcm(), new FakeOcm(), relay);
        }
      };

  private HttpReply answer(String method, String query, Map<String, String> more) {
    var given = new LinkedHashMap<>(more);
    given.putIfAbsent("authorization", "Bearer caller");
    return new OcmProxy()
        .answer(new HttpRequest("r1", method, "/api/a/v1/b", query, given, null, false), opened);
  }

  @Test
  void forwardsReadsWithTheTokenOfTheCaller() {
    var reply = answer("GET", "search=id%20%3D%20%27x%27&size=-1&a=&a=2", Map.of());

    assertThat(passed)
        .containsExactly("as caller", "GET /api/a/v1/b?search=id%20%3D%20%27x%27&size=-1&a=&a=2");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("X-Operation-ID", "ocm-id");
  }

  @Test
  void forwardsOnlyThreeHeaders() {
    answer(
        "GET",
        "",
        Map.of(
            "accept", "text/x",
            "accept-language", "de",
            "user-agent", "rosa",
            "connection", "close, x-secret",
            "host", "evil.example.com",
            "transfer-encoding", "chunked",
            "content-length", "5",
            "cookie", "cs_jwt=other",
            "x-http-method-override", "DELETE",
            "x-forwarded-for", "127.0.0.1"));

    assertThat(headers)
        .isEqualTo(Map.of("Accept", "text/x", "Accept-Language", "de", "User-Agent", "rosa"));
  }

  @Test
  void forwardsNoHeaderWithControlCharacters() {
    answer("GET", "", Map.of("accept", "a\r\nX-Other: b", "user-agent", "x".repeat(1_025)));

    assertThat(headers).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%zz", "a=%", "a b", "a=\"", "a#b", "a=\u00e9", "a={}"})
  void refusesInvalidQueries(String query) {
    var reply = answer("GET", query, Map.of());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("query: has invalid percent-encoding");
    assertThat(passed).noneMatch(call -> call.startsWith("GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "get"})
  void forwardsOnlyReads(String method) {
    var reply = answer(method, "", Map.of());

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.body()).contains("\"kind\":\"Error\"", "Method '" + method + "'");
    assertThat(passed).isEmpty();
  }

  @Test
  void requiresAToken() {
    var reply = answer("GET", "", Map.of("authorization", "Basic eDp5"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(passed).isEmpty();
  }

  @Test
  void asksForARetryWhenOcmIsUnavailable() {
    answer = new Relay.Relayed.Failed("OCM cannot be reached");

    var reply = answer("GET", "", Map.of());

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsEntry("Retry-After", "5");
    assertThat(reply.body()).contains("OCM cannot be reached");
  }
}
