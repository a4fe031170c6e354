package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Relay;
import dev.imagemirrors.cluster.Relay.Relayed;
import dev.imagemirrors.operation.Telemetry;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Backoff;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are forwarded to OCM, and their answers.
class OcmRelayTest {
  private final List<OcmRequest> sent = new ArrayList<>();
  private final Deque<OcmReply.Answered> answers = new ArrayDeque<>();
  private final List<Object> seen = new ArrayList<>();

  private final VirtualTime time = new VirtualTime();
  private int retries;

  private final Relay relay =
      new OcmRelay(
          new OcmHttp(
              new Exchange((request, _, _) -> {
                sent.add(request);
                return answers.remove();
              }),
              URI.create("https://ocm.example.com/"),
              new CallerToken("caller-token"),
              new Throttle(),
              new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), 1.5, new Random(7)),
              Deadline.in(time, Duration.ofSeconds(20)),
              new Unwatched() {
                @Override
                public void ocmCalled(String method, Duration took, Call result) {
                  seen.add(result);
                }

                @Override
                public void ocmRetried() {
                  retries++;
                }
              }));

  private void answers(int status, String body, Map<String, String> headers) {
    answers.add(
        OcmReply.Answered.read(status, body.getBytes(StandardCharsets.UTF_8), headers::get));
  }

  private Relayed get() {
    return relay.get("/api/x", "", Map.of());
  }

  private static @Nullable String body(Relayed relayed) {
    return relayed instanceof Relayed.Answered answered
        ? new String(answered.body(), StandardCharsets.UTF_8)
        : null;
  }

  @Test
  void sendsTheTokenOfTheCaller() {
    answers(200, "{}", Map.of("Content-Type", "application/json"));

    var relayed = relay.get("/api/x%20y", "a=%27", Map.of("Accept", "text/x"));

    assertThat(body(relayed)).isEqualTo("{}");
    var request = sent.getFirst();
    assertThat(request.uri()).isEqualTo(URI.create("https://ocm.example.com/api/x%20y?a=%27"));
    assertThat(request.headers())
        .isEqualTo(
            Map.of(
                "Authorization",
                "Bearer caller-token",
                "Accept",
                "text/x",
                "User-Agent",
                "image-mirrors"));
  }

  /// There is no other token, and its refusal is not a failure of this stack.
  @Test
  void sendsARefusedTokenOnce() {
    answers(401, "{\"reason\": \"expired\"}", Map.of());

    assertThat(body(get())).isEqualTo("{\"reason\": \"expired\"}");

    assertThat(sent).hasSize(1);
    assertThat(seen).containsExactly(new Telemetry.Call.Answered());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 304, 307, 308})
  void forwardsNoRedirect(int status) {
    answers(status, "{}", Map.of("Location", "https://evil.example.com"));

    assertThat(get())
        .isEqualTo(new Relayed.Failed("OCM answered with a redirect, which is not followed"));
    assertThat(sent).hasSize(1);
  }

  @Test
  void forwardsBodiesThatAreNotJson() {
    answers(200, "a: 1", Map.of("Content-Type", "application/yaml"));

    assertThat(body(get())).isEqualTo("a: 1");
    assertThat(sent).hasSize(1);
  }

  @Test
  void retriesReadsWithoutAnAnswer() {
    answers(503, "{}", Map.of());
    answers(200, "", Map.of());
    answers(200, "{}", Map.of());

    assertThat(body(get())).isEqualTo("{}");
    assertThat(sent).hasSize(3);
  }

  @Test
  void retriesAReadFourTimesAtMost() {
    for (var i = 0; i < 4; i++) {
      answers(503, "{}", Map.of());
    }

    assertThat(body(get())).isEqualTo("{}");
    assertThat(sent).hasSize(4);
    assertThat(retries).isEqualTo(3);
  }

  @Test
  void retriesAReadWhenOcmAsksForIt() {
    answers(429, "{}", Map.of("Retry-After", "2"));
    answers(200, "{}", Map.of());
    var start = time.nanos();

    assertThat(get()).isInstanceOf(Relayed.Answered.class);
    assertThat(sent).hasSize(2);
    assertThat(Duration.ofNanos(time.nanos() - start)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void leavesALongWaitToTheCaller() {
    answers(429, "{}", Map.of("Retry-After", "3"));

    assertThat(get())
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered -> assertThat(answered.retryAfterSeconds()).isEqualTo(3));
    assertThat(sent).hasSize(1);
  }

  @Test
  void forwardsWarnings() {
    answers(
        200,
        "{}",
        Map.of("Deprecation", "2027-01-01", "X-OCM-Field-Deprecation", "\u00e9", "Server", "x"));

    assertThat(get())
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered ->
                assertThat(answered.notices()).isEqualTo(Map.of("Deprecation", "2027-01-01")));
  }

  @Test
  void postsOnce() {
    answers(503, "{}", Map.of("Retry-After", "7"));

    var relayed = relay.post("/api/events", "{\"a\": 1}", Map.of());

    assertThat(relayed)
        .isInstanceOfSatisfying(
            Relayed.Answered.class,
            answered -> assertThat(answered.retryAfterSeconds()).isEqualTo(7));
    assertThat(sent).extracting(OcmRequest::body).containsExactly("{\"a\": 1}");
  }
}
