package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Relay;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When OCM answers nothing, calls are withheld instead of waiting for it.
class OutageTest {
  private static final ClusterKey CLUSTER = new ClusterKey("mycluster");
  private static final Duration REQUEST = Duration.ofSeconds(25);
  private static final Answer<Clusters.Matches> NO_SERVICE =
      new Answer.NoService<>("OCM does not answer at present");

  private final VirtualTime time = new VirtualTime();
  private final PrimingOcm healthy = new PrimingOcm();
  private final Ocm ocm =
      ScriptedOcm.answering(
          this::send,
          URI.create("https://ocm.example.com"),
          URI.create("https://sso.example.com/token"),
          () -> OcmCredentials.parse("{\"client_id\": \"a\", \"client_secret\": \"b\"}"),
          time,
          new Random(7));

  private Server server = Server.HEALTHY;
  private int status = 503;
  private int calls;

  enum Server {
    HEALTHY,
    REFUSES_CONNECTIONS,
    HANGS,
    ANSWERS_WITH_STATUS
  }

  private OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException {
    calls++;
    return switch (server) {
      case HEALTHY -> healthy.send(request, deadline, timeout);
      case REFUSES_CONNECTIONS -> throw new Transport.Unreachable(new ConnectException());
      case HANGS -> {
        time.sleep(timeout);
        throw new SocketTimeoutException();
      }
      case ANSWERS_WITH_STATUS -> OcmReply.Answered.read(status, new byte[0], _ -> null);
    };
  }

  /// The answer to one request, which may repeat its calls.
  private Answer<Clusters.Matches> find() {
    return ocm.clusters(Deadline.in(time, REQUEST), new Unwatched()).find(CLUSTER);
  }

  /// Requests of an invocation until its calls are withheld.
  private Clusters invocation() {
    return ocm.clusters(Deadline.in(time, REQUEST), new Unwatched());
  }

  private void awaitNoService() {
    var clusters = invocation();
    while (!clusters.find(CLUSTER).equals(NO_SERVICE)) {
      time.sleep(Duration.ofMillis(100));
    }
  }

  private Duration since(Instant begun) {
    return Duration.between(begun, time.now());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEALTHY")
  void givesUpAfterThreeSeconds(Server down) {
    server = down;
    var begun = time.now();

    awaitNoService();

    assertThat(since(begun)).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(3_500));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEALTHY")
  void sendsOneShortCallInEachLaterInvocation(Server down) {
    server = down;
    awaitNoService();
    var sent = calls;
    var begun = time.now();

    var clusters = invocation();
    assertThat(clusters.find(CLUSTER)).isInstanceOf(Answer.TryLater.class);
    assertThat(clusters.find(CLUSTER)).isEqualTo(NO_SERVICE);
    assertThat(clusters.find(CLUSTER)).isEqualTo(NO_SERVICE);

    assertThat(calls - sent).isEqualTo(1);
    assertThat(since(begun)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void givesOneCallNowAndThenMoreTime() {
    server = Server.HANGS;
    awaitNoService();
    var start = time.now();
    var longCalls = 0;

    while (since(start).compareTo(Duration.ofMinutes(2)) < 0) {
      var begun = time.now();
      var _ = find();
      longCalls += since(begun).toMillis() > 500 ? 1 : 0;
      time.sleep(Duration.ofMillis(500));
    }

    assertThat(longCalls).as("in two minutes").isBetween(3, 5);
  }

  @Test
  void callsAgainAfterTheFirstAnswer() {
    server = Server.REFUSES_CONNECTIONS;
    awaitNoService();
    server = Server.HEALTHY;

    var clusters = invocation();

    assertThat(clusters.find(CLUSTER)).isInstanceOf(Answer.Done.class);
    assertThat(clusters.find(CLUSTER)).isInstanceOf(Answer.Done.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 500, 401, 404})
  void isNotAnOutageWhenOcmAnswersWithAnError(int error) {
    server = Server.ANSWERS_WITH_STATUS;
    status = error;

    for (var i = 0; i < 20; i++) {
      assertThat(find()).isNotEqualTo(NO_SERVICE);
      time.sleep(Duration.ofSeconds(1));
    }
  }

  @Test
  void repeatsACallThatFailsOnce() {
    var failures = new int[] {2};
    var flaky =
        ScriptedOcm.answering(
            (request, deadline, timeout) ->
                request.method().equals("GET") && failures[0]-- > 0
                    ? OcmReply.Answered.read(503, new byte[0], _ -> null)
                    : healthy.send(request, deadline, timeout),
            URI.create("https://ocm.example.com"),
            URI.create("https://sso.example.com/token"),
            () -> OcmCredentials.parse("{\"client_id\": \"a\", \"client_secret\": \"b\"}"),
            time,
            new Random(7));

    assertThat(flaky.clusters(Deadline.in(time, REQUEST), new Unwatched()).find(CLUSTER))
        .isInstanceOf(Answer.Done.class);
  }

  @Test
  void forgetsWhatItSawAMinuteAgo() {
    server = Server.REFUSES_CONNECTIONS;
    awaitNoService();
    time.sleep(Duration.ofMinutes(2));
    var sent = calls;

    assertThat(find()).isInstanceOf(Answer.TryLater.class);

    assertThat(calls - sent).as("a call and its repeats").isEqualTo(4);
  }

  /// What was sent is not withheld: it is in doubt, and has to be read.
  @Test
  void givesAWriteMoreTimeThanARead() {
    assertThat(find()).isInstanceOf(Answer.Done.class);
    server = Server.HANGS;
    var begun = time.now();

    var answer =
        ocm.mirrors(Deadline.in(time, REQUEST), new Unwatched())
            .create("cluster-1", MirrorSet.Wanted.of("quay.io/a", "m.example.com/a"));

    assertThat(answer).isInstanceOf(Answer.Doubtful.class);
    assertThat(since(begun)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void withholdsTheCallsOfOtherCallersToo() {
    server = Server.REFUSES_CONNECTIONS;
    awaitNoService();
    var relay = ocm.with("token").relay(Deadline.in(time, REQUEST), new Unwatched());
    var sent = calls;

    var first = relay.get("/api/accounts_mgmt/v1/current_account", "", Map.of());
    var second = relay.get("/api/accounts_mgmt/v1/current_account", "", Map.of());

    assertThat(first).isEqualTo(new Relay.Relayed.Failed("OCM cannot be reached"));
    assertThat(second).isEqualTo(new Relay.Relayed.Failed("OCM does not answer at present"));
    assertThat(calls - sent).isEqualTo(1);
  }
}
