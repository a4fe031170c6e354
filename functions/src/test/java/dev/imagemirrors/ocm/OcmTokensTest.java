package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.ocm.TokenSource.Token;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The token of one environment: when it is requested, and what holds without a new one.
class OcmTokensTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final OcmTokens tokens = tokens(new Random(7));

  private Server server = Server.HEALTHY;
  private String retryAfter = "30";
  private int requests;
  private int secretsRead;

  enum Server {
    HEALTHY,
    REFUSES_CONNECTIONS,
    HANGS,
    FAILS,
    THROTTLES,
    IS_IN_MAINTENANCE,
    REJECTS,
    REJECTS_AND_THE_SECRET_IS_GONE,
    REJECTS_AND_SECRETS_MANAGER_IS_DOWN
  }

  private OcmTokens tokens(Random random) {
    return new OcmTokens(
        new Exchange(this::send),
        URI.create("https://sso.example.com/token"),
        this::secret,
        time,
        random);
  }

  private OcmCredentials secret() {
    secretsRead++;
    if (server == Server.REJECTS_AND_SECRETS_MANAGER_IS_DOWN) {
      throw new OcmCredentials.Unavailable("no secret", new IOException());
    }
    if (server == Server.REJECTS_AND_THE_SECRET_IS_GONE) {
      throw new IllegalStateException("no right to read the secret");
    }
    return new OcmCredentials.ClientCredentials("a", "b");
  }

  private OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout)
      throws IOException {
    requests++;
    return switch (server) {
      case HEALTHY -> token("token-" + requests);
      case REFUSES_CONNECTIONS -> throw new Transport.Unreachable(new ConnectException());
      case HANGS -> {
        time.sleep(timeout);
        throw new SocketTimeoutException();
      }
      case FAILS -> answer(500, "{}", null);
      case THROTTLES -> answer(429, "{}", retryAfter);
      case IS_IN_MAINTENANCE -> answer(503, "", retryAfter);
      case REJECTS, REJECTS_AND_THE_SECRET_IS_GONE, REJECTS_AND_SECRETS_MANAGER_IS_DOWN ->
          answer(401, "{\"error\": \"unauthorized_client\"}", null);
    };
  }

  private static OcmReply.Answered token(String value) {
    return answer(
        200,
        "{\"access_token\": \"%s\", \"expires_in\": %d}".formatted(value, LIFETIME.toSeconds()),
        null);
  }

  private static OcmReply.Answered answer(int status, String body, @Nullable String retryAfter) {
    return OcmReply.Answered.read(
        status,
        body.getBytes(StandardCharsets.UTF_8),
        name -> name.equals("Retry-After") ? retryAfter : null);
  }

  private Token token() {
    return tokens.token(Deadline.in(time, Duration.ofSeconds(24)));
  }

  private static Token given(String value) {
    return new Token.Given(value);
  }

  /// Requests a token each second, and returns when another one than `first` was given.
  private Duration timeUntilAnotherThan(Token first) {
    var begun = time.nanos();
    while (token().equals(first)) {
      time.sleep(STEP);
    }
    return Duration.ofNanos(time.nanos() - begun);
  }

  @Test
  void refreshesATokenAtARandomTimeAheadOfItsExpiry() {
    var times = new ArrayList<Duration>();
    for (var round = 0; round < 50; round++) {
      times.add(timeUntilAnotherThan(token()));
    }

    assertThat(times)
        .allSatisfy(each ->
            assertThat(each)
                .isBetween(
                    LIFETIME.multipliedBy(7).dividedBy(10),
                    LIFETIME.minus(LIFETIME.dividedBy(10)).plus(STEP)));
    assertThat(Collections.max(times).minus(Collections.min(times)))
        .isGreaterThan(Duration.ofMinutes(2));
    assertThat(requests).isEqualTo(51);
    assertThat(secretsRead).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEALTHY")
  void keepsAValidTokenWhenThereIsNoNewOne(Server failing) {
    assertThat(token()).isEqualTo(given("token-1"));
    server = failing;

    var end = time.now().plus(LIFETIME).minusSeconds(21);
    while (time.now().isBefore(end)) {
      assertThat(token()).isEqualTo(given("token-1"));
      time.sleep(STEP);
    }

    assertThat(requests + secretsRead).as("a few attempts").isBetween(4, 40);
  }

  @Test
  void doesNotWaitLongForANewTokenWhileOneIsValid() {
    assertThat(token()).isEqualTo(given("token-1"));
    server = Server.HANGS;
    time.sleep(LIFETIME.minusSeconds(60));
    var begun = time.nanos();

    for (var call = 0; call < 20; call++) {
      assertThat(token()).isEqualTo(given("token-1"));
    }

    assertThat(Duration.ofNanos(time.nanos() - begun)).isLessThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(requests).isEqualTo(2);
  }

  @Test
  void usesTheNextTokenOnceTheServiceAnswersAgain() {
    assertThat(token()).isEqualTo(given("token-1"));
    server = Server.FAILS;
    time.sleep(LIFETIME.minusSeconds(90));
    assertThat(token()).isEqualTo(given("token-1"));
    server = Server.HEALTHY;

    assertThat(timeUntilAnotherThan(given("token-1")))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(31));
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLES", "IS_IN_MAINTENANCE"})
  void sendsNothingUntilTheServiceAllowsIt(Server pausing) {
    server = pausing;
    var begun = time.nanos();
    assertThat(token()).isInstanceOf(Token.Unavailable.class);
    server = Server.HEALTHY;

    while (token() instanceof Token.Unavailable(_, var after)) {
      assertThat(requests).isEqualTo(1);
      assertThat(after).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(60));
      time.sleep(STEP);
    }

    assertThat(Duration.ofNanos(time.nanos() - begun))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
    assertThat(requests).isEqualTo(2);
    assertThat(secretsRead).isEqualTo(1);
  }

  /// The clock of a frozen environment may stand still, and the other one may be corrected.
  @Test
  void endsAPauseByEitherClock() {
    server = Server.THROTTLES;
    assertThat(token()).isInstanceOf(Token.Unavailable.class);
    server = Server.HEALTHY;

    time.set(time.now().plus(Duration.ofMinutes(2)));

    assertThat(token()).isEqualTo(given("token-2"));
  }

  @Test
  void doesNotUseATokenThatIsOldByEitherClock() {
    assertThat(token()).isEqualTo(given("token-1"));
    server = Server.FAILS;

    time.set(time.now().plus(LIFETIME));
    assertThat(token()).isInstanceOf(Token.Unavailable.class);
    time.set(time.now().minus(LIFETIME));
    time.sleep(LIFETIME);
    time.set(time.now().minus(LIFETIME));
    assertThat(token()).isInstanceOf(Token.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILS", "REFUSES_CONNECTIONS"})
  void asksAgainWhenTheServiceNamesNoTime(String failing) {
    server = Server.valueOf(failing);
    assertThat(token()).isInstanceOf(Token.Unavailable.class);
    server = Server.HEALTHY;

    assertThat(token()).isEqualTo(given("token-2"));
    assertThat(secretsRead).isEqualTo(1);
  }

  @Test
  void readsARejectedSecretAgainButNotAllTheTime() {
    server = Server.REJECTS;
    for (var second = 0; second < 600; second++) {
      assertThat(token())
          .isEqualTo(
              new Token.Rejected(
                  "The token service rejected our credentials: unauthorized_client"));
      time.sleep(STEP);
    }

    assertThat(secretsRead).isBetween(30, 62);
    assertThat(requests).isEqualTo(secretsRead);
  }

  @Test
  void doesNotReadAnUnavailableSecretAllTheTime() {
    server = Server.REJECTS_AND_SECRETS_MANAGER_IS_DOWN;
    for (var second = 0; second < 60; second++) {
      assertThat(token()).isInstanceOf(Token.Unavailable.class);
      time.sleep(STEP);
    }
    assertThat(secretsRead).isBetween(3, 9);
    server = Server.HEALTHY;
    time.sleep(Duration.ofSeconds(40));

    assertThat(token()).isEqualTo(given("token-1"));
  }

  @Test
  void usesACorrectedSecret() {
    server = Server.REJECTS;
    assertThat(token()).isInstanceOf(Token.Rejected.class);
    server = Server.HEALTHY;
    assertThat(token()).as("after the first rejection").isEqualTo(given("token-2"));

    tokens.renews("token-2");
    server = Server.REJECTS;
    assertThat(token()).isInstanceOf(Token.Rejected.class);
    assertThat(token()).isInstanceOf(Token.Rejected.class);
    server = Server.HEALTHY;
    time.sleep(Duration.ofSeconds(20));
    assertThat(token()).as("after a pause").isInstanceOf(Token.Given.class);
  }

  @Test
  @Timeout(20)
  void requestsOneTokenForConcurrentInvocations() throws Exception {
    var begun = new CountDownLatch(10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          Collections.nCopies(10, 0).stream()
              .map(_ ->
                  threads.submit(() -> {
                    begun.countDown();
                    begun.await();
                    return token();
                  }))
              .toList();
      for (var result : results) {
        assertThat(result.get()).isEqualTo(given("token-1"));
      }
    }
    assertThat(requests).isEqualTo(1);
  }

  /// While one invocation refreshes the token, others use the valid one.
  @Test
  @Timeout(20)
  void doesNotHoldUpOthersDuringARefresh() throws Exception {
    var asked = new CountDownLatch(1);
    var answers = new CountDownLatch(1);
    List<OcmReply.Answered> replies =
        Collections.synchronizedList(new ArrayList<>(List.of(token("old"), token("new"))));
    var shared =
        new OcmTokens(
            new Exchange((_, _, _) -> {
              if (replies.size() == 1) {
                asked.countDown();
                answers.await();
              }
              return replies.removeFirst();
            }),
            URI.create("https://sso.example.com/token"),
            this::secret,
            time,
            new Random(7));
    var deadline = Deadline.in(time, Duration.ofHours(1));
    assertThat(shared.token(deadline)).isEqualTo(given("old"));
    time.sleep(LIFETIME.minusSeconds(60));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var refreshing = threads.submit(() -> shared.token(deadline));
      asked.await();
      assertThat(shared.token(deadline)).isEqualTo(given("old"));
      answers.countDown();
      assertThat(refreshing.get()).isEqualTo(given("new"));
    }
    assertThat(shared.token(deadline)).isEqualTo(given("new"));
  }
}
