package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.RegistryLists;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.ocm.OcmSimulator;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.Source;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.ocm.OcmCredentials;
import dev.imagemirrors.operation.OcmContract;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The OCM client against the simulator, over HTTP.
class OcmAdapterTest extends OcmContract {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Source SOURCE = new Source("registry.example.com/team");
  private static final MirrorList MIRRORS = MirrorList.of("m.corp.com/team", "b.corp.com/team");
  private static final MirrorSet.Wanted WANTED = new MirrorSet.Wanted(SOURCE, MIRRORS);

  @SuppressWarnings("NullAway.Init")
  private OcmSimulator simulator;

  @SuppressWarnings("NullAway.Init")
  private Ocm ocm;

  private String id = "";

  @BeforeEach
  void start() throws Exception {
    simulator = OcmSimulator.start(0);
    ocm = with(() -> new OcmCredentials.ClientCredentials("robot", "secret"));
    id = cluster("mycluster").id();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private Ocm with(Supplier<OcmCredentials> credentials) {
    return new Ocm(
        URI.create(simulator.url()),
        URI.create(simulator.tokenUrl()),
        credentials,
        Time.SYSTEM,
        new Random(1));
  }

  private static Deadline deadline() {
    return Deadline.in(Time.SYSTEM, Duration.ofSeconds(20));
  }

  @Override
  protected Clusters clusters() {
    return ocm.clusters(deadline(), new Unwatched());
  }

  @Override
  protected ClusterMirrors mirrors() {
    return ocm.mirrors(deadline(), new Unwatched());
  }

  private Cluster cluster(String name) {
    return done(clusters().find(new ClusterKey(name))).clusters().getFirst();
  }

  private static <T> T done(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return ((Answer.Done<T>) answer).value();
  }

  private JsonNode hook(String method, String hook, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(simulator.url() + "/_sim/" + hook))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    var reply = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(reply.statusCode()).isEqualTo(200);
    return Json.read(reply.body());
  }

  private void fault(String fault) throws Exception {
    hook("POST", "fault", fault);
  }

  private int calls(String call) throws Exception {
    return hook("GET", "state", "").path("calls").path(call).asInt();
  }

  private int tokens() throws Exception {
    return hook("GET", "state", "").path("tokens_issued").asInt();
  }

  @Test
  void findsAClusterByNameIdAndExternalId() {
    var mine = cluster("mycluster");

    assertThat(mine)
        .isEqualTo(
            new Cluster(mine.id(), "mycluster", mine.externalId(), "ready", true, "us-east-1"));
    assertThat(cluster(mine.id())).isEqualTo(mine);
    assertThat(cluster(String.valueOf(mine.externalId()))).isEqualTo(mine);
    assertThat(done(clusters().read(mine.id()))).isEqualTo(mine);
    assertThat(done(clusters().find(new ClusterKey("nope"))))
        .isEqualTo(new Clusters.Matches(0, List.of()));
    assertThat(clusters().read("nope")).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void readsTheRegistryListsOfACluster() throws Exception {
    hook(
        "POST",
        "clusters/blocking",
        """
        {"registry_config": {"registry_sources": {
          "blocked_registries": ["bad.example.com", "*.example.org"],
          "insecure_registries": ["plain.example.com"]}}}
        """);

    assertThat(cluster("blocking").registries())
        .isEqualTo(
            new RegistryLists(
                List.of(),
                List.of("bad.example.com", "*.example.org"),
                List.of("plain.example.com")));

    hook(
        "POST",
        "clusters/blocking",
        """
        {"registry_config": {
          "registry_sources": {"allowed_registries": ["quay.io"], "blocked_registries": [], "insecure_registries": []},
          "platform_allowlist": {"registries": ["registry.redhat.io"]}}}
        """);

    assertThat(cluster("blocking").registries())
        .isEqualTo(
            new RegistryLists(List.of("quay.io", "registry.redhat.io"), List.of(), List.of()));

    hook("POST", "clusters/blocking", "{\"registry_config\": null}");

    assertThat(done(clusters().read("blocking")).registries()).isEqualTo(RegistryLists.NONE);
  }

  @Test
  void reportsHowManyClustersHaveTheName() throws Exception {
    hook("POST", "clusters/second", "{\"name\": \"mycluster\"}");

    assertThat(done(clusters().find(new ClusterKey("mycluster"))).total()).isEqualTo(2);
  }

  @Test
  void createsEditsFindsListsAndDeletes() {
    var created = done(mirrors().create(id, WANTED));
    assertThat(created.mirrors()).isEqualTo(MIRRORS.values());
    assertThat(done(mirrors().find(id, new MirrorKey(created.id())))).isEqualTo(created);
    assertThat(done(mirrors().find(id, MirrorKey.of(SOURCE)))).isEqualTo(created);

    var edited = done(mirrors().edit(id, created.id(), MirrorList.of("x.corp.com/team")));
    assertThat(edited.mirrors()).containsExactly("x.corp.com/team");
    assertThat(edited.updated()).isAfter(created.updated());
    assertThat(done(mirrors().list(id))).containsExactly(edited);

    assertThat(done(mirrors().delete(id, created.id()))).isEqualTo(created.id());
    assertThat(mirrors().delete(id, created.id())).isInstanceOf(Answer.Absent.class);
    assertThat(mirrors().find(id, MirrorKey.of(SOURCE))).isInstanceOf(Answer.Absent.class);
    assertThat(mirrors().edit(id, created.id(), MIRRORS)).isInstanceOf(Answer.Absent.class);
  }

  @Test
  void findsASourceThatLooksLikeAnId() {
    var created =
        done(mirrors().create(id, new MirrorSet.Wanted(new Source("localhost"), MIRRORS)));

    assertThat(done(mirrors().find(id, new MirrorKey("localhost")))).isEqualTo(created);
  }

  @Test
  void listsMoreThanAPage() {
    for (var i = 0; i < 120; i++) {
      done(
          mirrors()
              .create(id, new MirrorSet.Wanted(new Source("registry.example.com/n" + i), MIRRORS)));
    }

    assertThat(done(mirrors().list(id)).stream().map(ImageMirror::source)).hasSize(120);
  }

  @Test
  void distinguishesAnExistingSourceFromAConflict() throws Exception {
    done(mirrors().create(id, WANTED));
    assertThat(mirrors().create(id, WANTED)).isInstanceOf(Answer.AlreadyExists.class);

    hook("POST", "conflict", "{\"ms\": 60000}");
    done(mirrors().create(id, new MirrorSet.Wanted(new Source("a/first"), MIRRORS)));
    assertThat(mirrors().create(id, new MirrorSet.Wanted(new Source("a/second"), MIRRORS)))
        .isInstanceOf(Answer.Conflict.class);
  }

  @Test
  void requestsOneTokenAndCachesIt() throws Exception {
    var before = tokens();
    for (var i = 0; i < 5; i++) {
      cluster("mycluster");
    }

    assertThat(tokens()).isEqualTo(before);
  }

  @Test
  void requestsANewTokenOnceAfterA401() throws Exception {
    var before = tokens();
    hook("POST", "tokens", "{\"revoke\": true}");

    assertThat(cluster("mycluster").name()).isEqualTo("mycluster");
    assertThat(tokens()).isEqualTo(before + 1);
  }

  @Test
  void failsAfterASecond401() throws Exception {
    fault("{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 401, \"times\": 9}");

    assertThat(clusters().find(new ClusterKey("mycluster")))
        .isInstanceOf(Answer.CredentialsRejected.class);
  }

  @Test
  void renewsATokenBeforeItExpires() throws Exception {
    hook("POST", "tokens", "{\"lifetime_s\": 1, \"revoke\": true}");
    cluster("mycluster");
    var before = tokens();
    var end = System.nanoTime() + Duration.ofMillis(900).toNanos();
    while (System.nanoTime() < end) {
      cluster("mycluster");
    }

    assertThat(tokens()).isGreaterThan(before);
  }

  @Test
  void exchangesAnOfflineToken() {
    ocm = with(() -> new OcmCredentials.OfflineToken("offline"));

    assertThat(cluster("mycluster").name()).isEqualTo("mycluster");
  }

  @Test
  void reportsRejectedCredentialsAndReadsThemAgain() {
    var secrets = new ArrayDeque<>(List.of("wrong", "secret"));
    ocm = with(() -> new OcmCredentials.ClientCredentials("robot", secrets.remove()));

    var rejected = clusters().find(new ClusterKey("mycluster"));

    assertThat(rejected).isInstanceOf(Answer.CredentialsRejected.class);
    assertThat(rejected.toString()).doesNotContain("wrong").contains("unauthorized_client");
    assertThat(cluster("mycluster").name()).isEqualTo("mycluster");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\": 503",
        "\"status\": 429, \"retry_after\": 1",
        "\"status\": 500, \"empty\": true",
        "\"status\": 200, \"body\": \"<html>\", \"content_type\": \"text/html\"",
        "\"status\": 200, \"body\": \"{\\\"items\\\": [\", \"content_type\": \"application/json\"",
        "\"reset\": true"
      })
  void retriesReadsAfterTransientFailures(String fault) throws Exception {
    fault("{\"method\": \"GET\", \"match\": \"/clusters\", \"times\": 2, " + fault + "}");

    assertThat(cluster("mycluster").name()).isEqualTo("mycluster");
  }

  @Test
  void readsAtMostFourTimes() throws Exception {
    var call = "GET /api/clusters_mgmt/v1/clusters";
    var before = calls(call);
    fault("{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 99}");

    assertThat(clusters().find(new ClusterKey("mycluster"))).isInstanceOf(Answer.TryLater.class);
    assertThat(calls(call) - before).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\": 503",
        "\"status\": 500, \"empty\": true, \"after\": true",
        "\"status\": 201, \"empty\": true",
        "\"status\": 201, \"body\": \"{}\", \"content_type\": \"application/json\"",
        "\"status\": 200, \"body\": \"<html>\", \"content_type\": \"text/html\"",
        "\"reset\": true"
      })
  void sendsAWriteOnceAndReportsThatItIsInDoubt(String fault) throws Exception {
    fault("{\"method\": \"POST\", \"match\": \"image_mirrors\", \"times\": 9, " + fault + "}");

    assertThat(mirrors().create(id, WANTED)).isInstanceOf(Answer.Doubtful.class);
    assertThat(hook("GET", "state", "").path("faults_left").toString()).contains("8");
  }

  @Test
  void doesNotRepeatAWrite() throws Exception {
    var created = done(mirrors().create(id, WANTED));
    for (var method : List.of("POST", "PATCH", "DELETE")) {
      fault(
          "{\"method\": \"%s\", \"match\": \"image_mirrors\", \"times\": 2, \"reset\": true}"
              .formatted(method));
      var answer =
          switch (method) {
            case "POST" -> mirrors().create(id, new MirrorSet.Wanted(new Source("a/b"), MIRRORS));
            case "PATCH" -> mirrors().edit(id, created.id(), MIRRORS);
            default -> mirrors().delete(id, created.id());
          };

      assertThat(answer).as(method).isInstanceOf(Answer.Doubtful.class);
      assertThat(hook("GET", "state", "").path("faults_left").toString()).as(method).contains("1");
      hook("DELETE", "fault", "");
    }
  }

  @Test
  void logsTheResultOfEachCall() throws Exception {
    var calls = new ArrayList<String>();
    var recording =
        new Unwatched() {
          @Override
          public void ocmCalled(String method, Duration took, Call result) {
            calls.add(method + " " + result);
          }
        };
    var mirrors = ocm.mirrors(deadline(), recording);

    var created = done(mirrors.create(id, WANTED));
    done(mirrors.edit(id, created.id(), MirrorList.of("x.corp.com/team")));
    done(mirrors.find(id, new MirrorKey(created.id())));
    assertThat(mirrors.create(id, WANTED)).isInstanceOf(Answer.AlreadyExists.class);
    done(mirrors.delete(id, created.id()));
    assertThat(calls).hasSize(5).allMatch(line -> line.endsWith("Answered[]"));

    calls.clear();
    fault("{\"method\": \"POST\", \"match\": \"image_mirrors\", \"status\": 409}");
    mirrors.create(id, WANTED);
    fault("{\"method\": \"POST\", \"match\": \"image_mirrors\", \"status\": 503}");
    mirrors.create(id, WANTED);
    fault("{\"method\": \"POST\", \"match\": \"image_mirrors\", \"status\": 201, \"empty\": true}");
    mirrors.create(id, WANTED);
    assertThat(calls)
        .containsExactly(
            "POST Conflict[]",
            "POST Failed[why=The service is not available at the moment, please try again later]",
            "POST Failed[why=OCM answered with status 201 and no JSON body]");
  }

  @Test
  void doesNotStartACallThatCannotEndInTime() throws Exception {
    var late = Deadline.in(Time.SYSTEM, Duration.ofMillis(100));

    assertThat(ocm.mirrors(late, new Unwatched()).create(id, WANTED))
        .isInstanceOf(Answer.TryLater.class);
    assertThat(done(mirrors().list(id))).isEmpty();
  }

  @Test
  void waitsNoLongerThanItsTimeout() throws Exception {
    fault("{\"method\": \"POST\", \"match\": \"image_mirrors\", \"delay_ms\": 20000}");
    var brief = Deadline.in(Time.SYSTEM, Duration.ofSeconds(1));

    assertThat(ocm.mirrors(brief, new Unwatched()).create(id, WANTED))
        .isInstanceOf(Answer.Doubtful.class);
    assertThat(brief.remaining()).isEqualTo(Duration.ZERO);
  }

  @Test
  void reportsThatNothingWasSentWhenTheConnectionIsRefused() {
    simulator.close();
    ocm = with(() -> new OcmCredentials.ClientCredentials("robot", "secret"));

    assertThat(mirrors().create(id, WANTED)).isInstanceOf(Answer.TryLater.class);
  }

  @Test
  void neverPrintsCredentials() {
    assertThat(new OcmCredentials.ClientCredentials("robot", "s3cret").toString())
        .doesNotContain("s3cret");
    assertThat(new OcmCredentials.OfflineToken("s3cret").toString()).doesNotContain("s3cret");
  }
}
