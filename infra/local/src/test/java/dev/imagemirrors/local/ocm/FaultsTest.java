package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
  private static final String MIRRORS = Ocm.mirrors("mycluster");
  private static final Pattern CONNECTIONS =
      Pattern.compile("(\\d+) +\\d+ +sun\\.net\\.httpserver\\.HttpConnection ");

  @AutoClose private final Ocm ocm = new Ocm();

  @Test
  void appliesOnceByDefault() {
    ocm.hook("fault", "{\"status\": 503, \"match\": \"image_mirrors\"}");

    assertThat(ocm.get(MIRRORS).status()).isEqualTo(503);
    assertThat(ocm.get(MIRRORS).status()).isEqualTo(200);
  }

  @Test
  void appliesOnlyToMatchingCalls() {
    ocm.hook("fault", "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"status\": 500}");

    assertThat(ocm.get(MIRRORS).status()).isEqualTo(200);
    assertThat(ocm.post("/api/clusters_mgmt/v1/events", "{}").status()).isEqualTo(201);
    assertThat(ocm.create("mycluster", "quay.io/a", "m.example.com").status()).isEqualTo(500);
    assertThat(ocm.stateOf("mycluster").path("image_mirrors")).isEmpty();
  }

  @Test
  void appliesTheGivenNumberOfTimesAndInOrder() {
    ocm.hook("fault", "{\"status\": 500, \"times\": 2}");
    ocm.hook("fault", "{\"status\": 429}");

    assertThat(ocm.state().path("faults_left").asInt()).isEqualTo(3);
    assertThat(ocm.get(MIRRORS).status()).isEqualTo(500);
    assertThat(ocm.get(MIRRORS).status()).isEqualTo(500);
    assertThat(ocm.get(MIRRORS).status()).isEqualTo(429);
    assertThat(ocm.get(MIRRORS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "404", "409", "429", "500", "502", "503"})
  void usesTheErrorFormatOfTheService(int status) {
    ocm.hook("fault", "{\"status\": " + status + "}");

    Reply reply = ocm.get(MIRRORS);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/kind")).isEqualTo("Error");
    assertThat(reply.at("/id")).isEqualTo(Integer.toString(status));
    assertThat(reply.at("/code")).isEqualTo("CLUSTERS-MGMT-" + status);
    assertThat(reply.reason()).isNotEmpty();
  }

  @Test
  void returnsTheConfiguredReason() {
    ocm.hook("fault", "{\"status\": 403, \"reason\": \"Account is banned\"}");

    assertThat(ocm.get(MIRRORS).reason()).isEqualTo("Account is banned");
  }

  @Test
  void returnsRetryAfter() {
    ocm.hook("fault", "{\"status\": 429, \"retry_after\": 7}");

    assertThat(ocm.get(MIRRORS).headers().firstValue("Retry-After")).hasValue("7");
  }

  @ParameterizedTest
  @CsvSource({"500", "201", "204"})
  void omitsTheBody(int status) {
    ocm.hook("fault", "{\"status\": " + status + ", \"empty\": true}");

    Reply reply = ocm.create("mycluster", "quay.io/a", "m.example.com");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void returnsTheResponseOfAProxy() {
    ocm.hook(
        "fault",
        "{\"status\": 502, \"body\": \"<html>Bad Gateway</html>\", \"content_type\": \"text/html\"}");

    Reply reply = ocm.get(MIRRORS);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).isEqualTo("<html>Bad Gateway</html>");
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/html");
  }

  @Test
  void returnsTruncatedOrOtherJson() {
    ocm.hook("fault", "{\"status\": 201, \"body\": \"{\\\"id\\\": \\\"1\"}");
    ocm.hook("fault", "{\"status\": 200, \"body\": {\"kind\": \"Other\"}}");

    assertThat(ocm.get(MIRRORS).text()).isEqualTo("{\"id\": \"1");
    assertThat(ocm.get(MIRRORS).json()).isEqualTo(Json.object().put("kind", "Other"));
  }

  /// The JDK's server never frees a connection that is closed in another way.
  @Test
  void releasesAConnectionThatWasReset() throws JMException {
    ocm.get(MIRRORS);
    int before = connections();
    for (int i = 0; i < 20; i++) {
      ocm.hook("fault", "{\"reset\": true, \"match\": \"image_mirrors\"}");
      assertThatThrownBy(() -> ocm.create("mycluster", "quay.io/a", "m.example.com"))
          .isInstanceOf(UncheckedIOException.class);
    }

    assertThat(connections()).isLessThanOrEqualTo(before + 5);
  }

  /// The live connections of the JDK's servers, after a full collection.
  private static int connections() throws JMException {
    var histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return CONNECTIONS
        .matcher(histogram)
        .results()
        .mapToInt(line -> Integer.parseInt(line.group(1)))
        .sum();
  }

  @Test
  void closesTheConnection() {
    ocm.hook("fault", "{\"method\": \"POST\", \"reset\": true, \"match\": \"image_mirrors\"}");

    assertThatThrownBy(() -> ocm.create("mycluster", "quay.io/a", "m.example.com"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(ocm.stateOf("mycluster").path("image_mirrors")).isEmpty();
  }

  @Test
  void losesTheReplyOfAnAppliedWrite() {
    ocm.hook(
        "fault",
        "{\"method\": \"POST\", \"reset\": true, \"after\": true, \"match\": \"image_mirrors\"}");
    ocm.hook(
        "fault",
        "{\"method\": \"POST\", \"status\": 504, \"after\": true, \"match\": \"image_mirrors\"}");

    assertThatThrownBy(() -> ocm.create("mycluster", "quay.io/a", "m.example.com"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(ocm.create("mycluster", "quay.io/b", "m.example.com").status()).isEqualTo(504);

    assertThat(ocm.stateOf("mycluster").path("image_mirrors").findValuesAsText("source"))
        .containsExactlyInAnyOrder("quay.io/a", "quay.io/b");
  }

  @Test
  void delaysBeforeTheCallTakesEffect() {
    ocm.hook("fault", "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"delay_ms\": 600000}");

    var late = create("quay.io/a");
    Await.until(() -> writesInFlight() == 1);

    assertThat(ocm.get(MIRRORS).at("/total")).isEqualTo("0");
    assertThat(late).isNotDone();
  }

  @Test
  void delaysAfterTheCallTookEffect() {
    ocm.hook(
        "fault",
        "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"delay_ms\": 600000, \"after\": true}");

    var late = create("quay.io/a");
    Await.until(() -> ocm.get(MIRRORS).at("/total").equals("1"));

    assertThat(late).isNotDone();
  }

  @Test
  void doesNotDelayOtherCalls() {
    ocm.hook("fault", "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"delay_ms\": 600000}");
    var late = create("quay.io/a");
    Await.until(() -> writesInFlight() == 1);

    assertThat(ocm.create("mycluster", "quay.io/b", "m.example.com").status()).isEqualTo(201);

    assertThat(late).isNotDone();
    assertThat(writesInFlight()).isEqualTo(2);
  }

  @Test
  void answersAfterADelay() {
    ocm.hook("fault", "{\"delay_ms\": 50}");
    long start = System.nanoTime();

    Reply reply = ocm.create("mycluster", "quay.io/a", "m.example.com");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void usesTheErrorFormatOfTheTokenService() {
    ocm.hook(
        "fault", "{\"match\": \"openid-connect/token\", \"status\": 503, \"reason\": \"Down\"}");

    Reply reply = ocm.clientCredentials("a", "b");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.at("/error_description")).isEqualTo("Down");
    assertThat(ocm.clientCredentials("a", "b").status()).isEqualTo(200);
  }

  @Test
  void doesNotApplyToHooks() {
    ocm.hook("fault", "{\"status\": 500, \"times\": 9}");

    assertThat(ocm.get("/_sim/state").status()).isEqualTo(200);
    assertThat(ocm.state().path("faults_left").asInt()).isEqualTo(9);
  }

  @Test
  void canBeRemoved() {
    ocm.hook("fault", "{\"status\": 500, \"times\": 9}");

    assertThat(ocm.delete("/_sim/fault").status()).isEqualTo(200);

    assertThat(ocm.get(MIRRORS).status()).isEqualTo(200);
  }

  private CompletableFuture<Reply> create(String source) {
    return CompletableFuture.supplyAsync(() -> ocm.create("mycluster", source, "m.example.com"));
  }

  private int writesInFlight() {
    return ocm.stateOf("mycluster").path("max_writes_in_flight").asInt();
  }
}
