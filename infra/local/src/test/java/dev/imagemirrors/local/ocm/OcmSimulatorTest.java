package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcmSimulatorTest {
  @AutoClose private final Ocm ocm = new Ocm();

  @Test
  void keepsItsStateSeparateFromOtherSimulators() {
    try (var other = new Ocm()) {
      assertThat(other.simulator().port()).isNotEqualTo(ocm.simulator().port());

      other.create("mycluster", "quay.io/a", "m.example.com");

      assertThat(ocm.get(Ocm.mirrors("mycluster")).at("/total")).isEqualTo("0");
      assertThat(other.get(Ocm.mirrors("mycluster")).at("/total")).isEqualTo("1");
    }
  }

  @Test
  void namesAPortThatIsInUse() {
    int taken = ocm.simulator().port();

    assertThatThrownBy(() -> OcmSimulator.start(taken).close())
        .isInstanceOf(BindException.class)
        .hasMessageContaining(Integer.toString(taken));
  }

  @Test
  void listensOnTheGivenAddress() throws Exception {
    try (var elsewhere =
            OcmSimulator.start(
                OcmSimulator.Options.onPort(0).withHost(InetAddress.getByName("127.0.0.2")));
        var http = HttpClient.newHttpClient()) {
      var state = HttpRequest.newBuilder(URI.create(elsewhere.url() + "/_sim/state")).build();

      assertThat(elsewhere.url()).startsWith("http://127.0.0.2:");
      assertThat(http.send(state, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void namesAnAddressThatCanBeCalledWhenItListensOnAll() throws Exception {
    var all = OcmSimulator.Options.onPort(0).withHost(InetAddress.getByName("0.0.0.0"));
    try (var simulator = OcmSimulator.start(all);
        var http = HttpClient.newHttpClient()) {
      var state = HttpRequest.newBuilder(URI.create(simulator.url() + "/_sim/state")).build();

      assertThat(simulator.url()).startsWith("http://127.0.0.1:");
      assertThat(http.send(state, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void keepsClustersAndImageMirrorsInItsDataDirectory(@TempDir Path data) throws Exception {
    var options = OcmSimulator.Options.onPort(0).withData(Optional.of(data));
    String before;
    try (var first = new Ocm(options)) {
      first.hook("clusters/hcp-installing", "{\"state\": \"ready\"}");
      first.create("mycluster", "quay.io/kept", "m.example.com/kept");
      first.create("mycluster", "quay.io/deleted", "m.example.com/deleted");
      var deleted = first.get(Ocm.mirrors("mycluster")).json().at("/items/1/id").asText();
      first.delete(Ocm.mirrors("mycluster") + "/" + deleted);
      before = first.get(Ocm.mirrors("mycluster")).text();
      assertThat(before).contains("\"total\":1");
      assertThat(Files.getPosixFilePermissions(data.resolve("ocm-simulator.json")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (var files = Files.list(data)) {
        assertThat(files).hasSize(1);
      }
    }

    try (var second = new Ocm(options)) {
      assertThat(second.get(Ocm.mirrors("mycluster")).text()).isEqualTo(before);
      assertThat(second.state().path("clusters").findValuesAsText("state"))
          .isNotEmpty()
          .doesNotContain("installing");
      second.post("/_sim/reset", "");
    }

    try (var third = new Ocm(options)) {
      assertThat(third.get(Ocm.mirrors("mycluster")).json().path("total").asInt()).isZero();
    }
    Files.writeString(data.resolve("ocm-simulator.json"), "{\"clusters\": [{}]}");
    assertThatThrownBy(() -> OcmSimulator.start(options).close())
        .hasMessageStartingWith(
            "the simulator cannot read its state in " + data.resolve("ocm-simulator.json"));
  }

  @Test
  void releasesItsPortOnClose() throws IOException {
    var first = OcmSimulator.start(0);
    int port = first.port();
    first.close();

    try (var second = OcmSimulator.start(port)) {
      assertThat(second.url()).isEqualTo("http://127.0.0.1:" + port);
    }
  }

  @Test
  void closesImmediatelyDuringCalls() {
    var busy = new Ocm();
    busy.hook("fault", "{\"delay_ms\": 600000}");
    var late = CompletableFuture.supplyAsync(() -> busy.get(Ocm.CLUSTERS));
    Await.until(() -> busy.state().path("faults_left").asInt() == 0);
    long start = System.nanoTime();

    busy.simulator().close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(late).failsWithin(Duration.ofSeconds(5));
    busy.close();
  }

  @Test
  void printsCommandsToCopy() {
    String url = ocm.simulator().url();

    assertThat(ocm.simulator().tokenUrl())
        .isEqualTo(url + "/auth/realms/redhat-external/protocol/openid-connect/token");
    assertThat(ocm.simulator().banner())
        .contains("rosa login --env " + url + " --token-url " + ocm.simulator().tokenUrl())
        .contains("rosa create image-mirror -c mycluster --source")
        .contains(
            "curl -s -u id:secret -d grant_type=client_credentials " + ocm.simulator().tokenUrl());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /api, 404",
    "GET, /api/clusters_mgmt/v1/clusters/, 404",
    "GET, /api/clusters_mgmt/v1/nothere, 404",
    "GET, /api/clusters_mgmt/v1/clusters/x/image_mirrors/y/z, 404",
    "PUT, /api/clusters_mgmt/v1/clusters, 405",
    "PUT, /api/clusters_mgmt/v1/clusters/x/image_mirrors, 405",
    "POST, /api/clusters_mgmt/v1/clusters/x/image_mirrors/y, 405",
    "GET, /api/clusters_mgmt/v1/events, 405",
    "GET, /auth/realms/redhat-external/protocol/openid-connect/token, 405",
    "GET, /api/clusters_mgmt/v1/clusters?size=x, 400",
    "POST, /api/clusters_mgmt/v1/events, 400",
  })
  void rejectsInTheErrorFormatOfTheService(String method, String path, int status) {
    Reply reply = ocm.send(method, path, BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(reply.at("/kind")).isEqualTo("Error");
    assertThat(reply.at("/id")).isEqualTo(Integer.toString(status));
    assertThat(reply.at("/href")).isEqualTo("/api/clusters_mgmt/v1/errors/" + status);
    assertThat(reply.at("/code")).isEqualTo("CLUSTERS-MGMT-" + status);
    assertThat(reply.reason()).isNotEmpty();
    assertThat(Instant.parse(reply.at("/timestamp"))).isNotNull();
    assertThat(UUID.fromString(reply.at("/operation_id"))).isNotNull();
    assertThat(reply.headers().firstValue("X-Operation-ID")).hasValue(reply.at("/operation_id"));
  }

  @Test
  void includesAnOperationIdInEveryReply() {
    Reply first = ocm.get(Ocm.CLUSTERS);
    Reply second = ocm.get(Ocm.CLUSTERS);

    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(first.headers().firstValue("X-Operation-ID")).isPresent();
    assertThat(first.headers().firstValue("X-Operation-ID"))
        .isNotEqualTo(second.headers().firstValue("X-Operation-ID"));
  }

  @Test
  void answersTheCallsOfALogin() {
    assertThat(ocm.get("/api/clusters_mgmt/v1").at("/kind")).isEqualTo("APIVersion");
    assertThat(ocm.post("/api/clusters_mgmt/v1/events", "{\"key\": \"ROSALoginSuccess\"}").status())
        .isEqualTo(201);
    assertThat(ocm.get("/api/accounts_mgmt/v1/current_account").at("/username"))
        .isEqualTo("service-account-tester");
    assertThat(ocm.get("/api/accounts_mgmt/v1/current_account").at("/organization/external_id"))
        .isNotEmpty();
  }

  @Test
  void letsOneOfManyConcurrentCreatesOfASourceWin() throws Exception {
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<Reply>>();
      for (int i = 0; i < 60; i++) {
        replies.add(threads.submit(() -> ocm.create("mycluster", "quay.io/a", "m.example.com")));
      }
      for (Future<Reply> reply : replies) {
        statuses.add(reply.get().status());
      }
    }

    assertThat(statuses).hasSize(60).containsOnly(201, 400).containsOnlyOnce(201);
    assertThat(ocm.stateOf("mycluster").path("accepted_writes").asInt()).isEqualTo(1);
  }

  @Test
  void losesNoneOfManyConcurrentCreates() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<Reply>>();
      for (int i = 0; i < 200; i++) {
        String source = "quay.io/team" + i;
        replies.add(threads.submit(() -> ocm.create("mycluster", source, "m.example.com")));
      }
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().status()).isEqualTo(201);
      }
    }

    assertThat(ocm.get(Ocm.mirrors("mycluster") + "?size=-1").json().path("items")).hasSize(200);
  }

  @Test
  void countsOneWriteInFlightForSequentialWrites() {
    for (int i = 0; i < 50; i++) {
      ocm.create("mycluster", "quay.io/team" + i, "m.example.com");
    }
    ocm.get(Ocm.mirrors("mycluster"));

    assertThat(ocm.stateOf("mycluster").path("max_writes_in_flight").asInt()).isEqualTo(1);
    assertThat(ocm.stateOf("hcp-ready").path("max_writes_in_flight").asInt()).isZero();
  }
}
