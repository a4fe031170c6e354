package dev.imagemirrors.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.ocm.OcmSimulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the exchanges of OCM's clients, as `rosa` and the Terraform provider perform them, through
/// the OCM-compatible API and directly against the simulator: the replies must be equal.
class OcmProxyTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String API = "/api/clusters_mgmt/v1";

  @SuppressWarnings("NullAway.Init")
  private StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private OcmSimulator direct;

  private String token = "";
  private String cluster = "";

  @BeforeEach
  void start() throws Exception {
    direct = OcmSimulator.start(0);
    play(StackFixture.start(options -> options.withParameter("OcmProxy", "on")));
  }

  private void play(StackFixture started) {
    stack = started;
    token = token("pat");
    cluster = id("mycluster");
  }

  @AfterEach
  void stop() {
    stack.close();
    direct.close();
  }

  /// The requests of one exchange. `{cluster}` and `{mirror}` stand for the IDs of a server.
  private record ClientRequest(String method, String path, String body) {
    ClientRequest(String method, String path) {
      this(method, path, "");
    }
  }

  private record ReceivedReply(
      int status, String contentType, String operationId, String retryAfter, String text) {
    JsonNode json() {
      return text.isEmpty() ? Json.object() : StackFixture.read(text);
    }
  }

  /// A request as those clients send it: a body is chunked, without a length.
  private static ReceivedReply send(
      String url, String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(60))
            .header("Accept", "application/json")
            .header("User-Agent", "OCM-SDK/0.1");
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    try {
      var reply =
          HTTP.send(
              request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
      return new ReceivedReply(
          reply.statusCode(),
          reply.headers().firstValue("Content-Type").orElse("none"),
          reply.headers().firstValue("X-Operation-ID").orElse("none"),
          reply.headers().firstValue("Retry-After").orElse("none"),
          reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token(String user) {
    var reply =
        send(
            direct.url(),
            "POST",
            "/auth/realms/redhat-external/protocol/openid-connect/token?",
            "grant_type=client_credentials&client_id=" + user + "&client_secret=any");
    return reply.json().path("access_token").asText();
  }

  private ReceivedReply proxy(String method, String path, String body) {
    return send(stack.url(), method, path, body, "Authorization", "Bearer " + token);
  }

  private ReceivedReply proxy(ClientRequest ask) {
    return proxy(ask.method(), ask.path().replace("{cluster}", cluster), ask.body());
  }

  private String id(String name) {
    return proxy("GET", API + "/clusters?page=1&size=1&search=" + search(name), "")
        .json()
        .at("/items/0/id")
        .asText();
  }

  private static String search(String key) {
    return encoded(
        "product.id = 'rosa' AND (id = '%s' OR name = '%s' OR external_id = '%s')"
            .formatted(key, key, key));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String mirror(String source, String... mirrors) {
    var body = Json.object().put("kind", "ImageMirror").put("type", "digest").put("source", source);
    for (var each : mirrors) {
      body.withArray("mirrors").add(each);
    }
    return body.toString();
  }

  private static String mirrors(String... mirrors) {
    var body = Json.object().put("kind", "ImageMirror");
    for (var each : mirrors) {
      body.withArray("mirrors").add(each);
    }
    return body.put("type", "digest").toString();
  }

  private ReceivedReply create(String source, String... mirrors) {
    return proxy("POST", API + "/clusters/" + cluster + "/image_mirrors", mirror(source, mirrors));
  }

  private JsonNode state() {
    return stack
        .ocmState()
        .path("clusters")
        .valueStream()
        .filter(each -> each.path("id").asText().equals(cluster))
        .findFirst()
        .orElseThrow();
  }

  private long calls() {
    long calls = 0;
    for (var count : stack.ocmState().path("calls")) {
      calls += count.asLong();
    }
    return calls;
  }

  // The same as OCM

  /// Runs the exchange against one server and returns the replies, with the expected differences
  /// normalised.
  private List<JsonNode> play(String url, List<ClientRequest> requests) {
    var cluster =
        send(
                url,
                "GET",
                API + "/clusters?search=" + search("mycluster"),
                "",
                "Authorization",
                "Bearer " + token)
            .json()
            .at("/items/0/id")
            .asText();
    var mirror = "none";
    var came = new ArrayList<JsonNode>();
    for (var ask : requests) {
      var path = ask.path().replace("{cluster}", cluster).replace("{mirror}", mirror);
      var said = send(url, ask.method(), path, ask.body(), "Authorization", "Bearer " + token);
      if (said.status() == 201 && said.json().has("id")) {
        mirror = said.json().path("id").asText();
      }
      assertThat(said.operationId()).as(path).hasSize(36);
      // An empty body has no content type, though API Gateway adds one.
      var type = said.text().isEmpty() ? "none" : said.contentType();
      var seen = Json.object().put("status", said.status()).put("type", type);
      seen.set("body", alike(said.json(), mirror));
      came.add(seen);
    }
    return came;
  }

  private static JsonNode alike(JsonNode body, String mirror) {
    var text = body.toString().replace(mirror, "{mirror}");
    var copy = StackFixture.read(text);
    for (var name : List.of("creation_timestamp", "last_update_timestamp", "timestamp")) {
      for (var parent : copy.findParents(name)) {
        // The service returns microseconds, or as many digits as are significant.
        assertThat(parent.path(name).asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        ((ObjectNode) parent).put(name, "then");
      }
    }
    for (var parent : copy.findParents("operation_id")) {
      ((ObjectNode) parent).put("operation_id", "an operation");
    }
    return copy;
  }

  private void repliesAsOcm(ClientRequest... requests) {
    var list = List.of(requests);
    var there = play(direct.url(), list);
    var here = play(stack.url(), list);

    for (var i = 0; i < list.size(); i++) {
      assertThat(here.get(i)).as(list.get(i).toString()).isEqualTo(there.get(i));
    }
  }

  @Test
  void repliesToRosaAsOcmDoes() {
    var all = API + "/clusters/{cluster}/image_mirrors";
    repliesAsOcm(
        new ClientRequest("POST", API + "/events", "{\"event_id\": \"ocm_login\"}"),
        new ClientRequest("GET", "/api/accounts_mgmt/v1/current_account"),
        new ClientRequest("GET", API + "/clusters?page=1&size=1&search=" + search("mycluster")),
        new ClientRequest("GET", API + "/clusters/{cluster}"),
        new ClientRequest(
            "POST", all, mirror("quay.io/team", "m.corp.com/team", "b.corp.com/team")),
        new ClientRequest("GET", all + "?page=1&size=-1"),
        new ClientRequest("GET", all + "/{mirror}"),
        new ClientRequest("PATCH", all + "/{mirror}", mirrors("n.corp.com/team")),
        new ClientRequest("GET", all + "/{mirror}"),
        new ClientRequest("DELETE", all + "/{mirror}"),
        new ClientRequest("GET", all + "/{mirror}"),
        new ClientRequest("GET", all + "?page=1&size=-1"));
  }

  @Test
  void listsAsOcmDoes() {
    var all = API + "/clusters/{cluster}/image_mirrors";
    repliesAsOcm(
        new ClientRequest("POST", all, mirror("quay.io/b", "m.corp.com/b")),
        new ClientRequest("GET", all + "?search=" + encoded("source = 'quay.io/b'")),
        new ClientRequest(
            "GET", all + "?search=" + encoded("source LIKE 'quay%' AND NOT id = 'x'")),
        new ClientRequest("GET", all + "?search=" + encoded("source = 'it''s")),
        new ClientRequest("GET", all + "?order=" + encoded("source desc")),
        new ClientRequest("GET", all + "?page=2&size=1"),
        new ClientRequest("GET", all + "?page=0&size=x"),
        new ClientRequest("GET", API + "/clusters?size=-1&order=name"));
  }

  @Test
  void rejectsAsOcmDoes() {
    var all = API + "/clusters/{cluster}/image_mirrors";
    var none = "00000000-0000-0000-0000-000000000000";
    repliesAsOcm(
        new ClientRequest("POST", all, mirror("quay.io/team", "m.corp.com/team")),
        new ClientRequest("POST", all, mirror("quay.io/team", "m.corp.com/team")),
        new ClientRequest("POST", all, mirror("quay.io/team", "other.corp.com/team")),
        new ClientRequest(
            "POST", all, mirror("quay.io/new", "m.corp.com/new").replace("digest", "tag")),
        new ClientRequest(
            "POST", all, "{\"source\": \"quay.io/new\", \"mirrors\": \"m.corp.com/new\"}"),
        new ClientRequest("PATCH", all + "/" + none, mirrors("m.corp.com/team")),
        new ClientRequest("DELETE", all + "/" + none),
        new ClientRequest("DELETE", all + "/quay.io"),
        new ClientRequest("POST", all, mirror("registry", "m.corp.com/registry")),
        new ClientRequest("PATCH", all + "/registry", mirrors("n.corp.com/registry")),
        new ClientRequest("DELETE", all + "/registry"),
        new ClientRequest("GET", all + "?search=" + encoded("source = 'registry'")),
        new ClientRequest("GET", all + "/" + none),
        new ClientRequest("GET", API + "/clusters/" + none),
        new ClientRequest(
            "POST", API + "/clusters/none/image_mirrors", mirror("quay.io/x", "m.corp.com/x")),
        new ClientRequest("PATCH", API + "/clusters/none/image_mirrors/x", mirrors("m.corp.com/x")),
        new ClientRequest("DELETE", API + "/clusters/none/image_mirrors/" + none),
        new ClientRequest("GET", API + "/nothing"));
  }

  /// A value that comes back changed makes Terraform replace the mirror, and all nodes, at every
  /// apply. OCM judges every value as it was sent.
  @Test
  void sendsValuesToOcmAsTheyCame() {
    var all = API + "/clusters/{cluster}/image_mirrors";
    var one = all + "/{mirror}";
    repliesAsOcm(
        new ClientRequest("POST", all, mirror("quay.io/one", "m.corp.com/one")),
        new ClientRequest("POST", all, mirror(" quay.io/two", "m.corp.com/two")),
        new ClientRequest("POST", all, mirror("quay.io/two\u00a0", "m.corp.com/two")),
        new ClientRequest("POST", all, mirror("quay.io/three", " m.corp.com/a", "m.corp.com/b ")),
        new ClientRequest("POST", all, mirror("quay.io/four", "{region}.m.corp.com/four")),
        new ClientRequest("POST", all, mirror("https://quay.io/five", "m.corp.com/five:tag")),
        new ClientRequest("POST", all, mirror("quay.io/it's", "m.corp.com/six")),
        new ClientRequest("POST", all, mirror("quay.io/six", "m.corp.com/six", "m.corp.com/six")),
        new ClientRequest("POST", all, mirror("quay.io/six", "")),
        new ClientRequest("POST", all, mirror("", "m.corp.com/six")),
        new ClientRequest("POST", all, mirror("quay.io/" + "x".repeat(248), "m.corp.com/six")),
        new ClientRequest("POST", all, mirror("quay.io/six", "m.corp.com/" + "x".repeat(245))),
        new ClientRequest("POST", all, mirror("quay.io/six")),
        new ClientRequest("POST", all, "{\"source\": \"quay.io/six\", \"mirrors\": []}"),
        new ClientRequest("POST", all, "{\"source\": \"quay.io/six\", \"mirrors\": [1]}"),
        new ClientRequest("POST", all, "{\"source\": 6, \"mirrors\": [\"m.corp.com/six\"]}"),
        new ClientRequest("POST", all, mirrors("m.corp.com/six")),
        new ClientRequest("PATCH", one, mirrors("m.corp.com/one ")),
        new ClientRequest("PATCH", one, mirrors("m.corp.com/a, m.corp.com/b")),
        new ClientRequest("PATCH", one, mirrors("{region}.m.corp.com/one")),
        new ClientRequest("PATCH", one, "{\"mirrors\": []}"),
        new ClientRequest("PATCH", one, "{\"mirrors\": [null]}"),
        new ClientRequest("GET", all + "?page=1&size=-1"));

    assertThat(state().path("image_mirrors").findValuesAsText("source"))
        .containsExactly("quay.io/one");
    assertThat(stack.history("mycluster").findValuesAsText("outcome"))
        .containsOnly("created", "refused");
  }

  @Test
  void rejectsClustersWithoutImageMirrorsAsOcmDoes() {
    for (var name : List.of("hcp-installing", "classic")) {
      var path = API + "/clusters/" + id(name) + "/image_mirrors";
      repliesAsOcm(new ClientRequest("POST", path, mirror("quay.io/team", "m.corp.com/team")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic eDp5", "Bearer nonsense", "Bearer a.b.c"})
  void rejectsCallersWithoutATokenAsOcmDoes(String authorization) {
    var headers =
        authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
    for (var ask :
        List.of(
            new ClientRequest("GET", API + "/clusters"),
            new ClientRequest("GET", "/api/accounts_mgmt/v1/current_account"),
            new ClientRequest("DELETE", API + "/clusters/" + cluster + "/image_mirrors/x"),
            new ClientRequest(
                "POST",
                API + "/clusters/" + cluster + "/image_mirrors",
                mirror("quay.io/team", "m.corp.com/team")))) {
      var there = send(direct.url(), ask.method(), ask.path(), ask.body(), headers);
      var here = send(stack.url(), ask.method(), ask.path(), ask.body(), headers);

      assertThat(here.status()).isEqualTo(there.status()).isEqualTo(401);
      assertThat(alike(here.json(), "none")).isEqualTo(alike(there.json(), "none"));
    }
    assertThat(stack.history("mycluster")).isEmpty();
  }

  @Test
  void forwardsADenialOfOcm() {
    stack.ocm("fault", "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"status\": 403}");

    var denied = create("quay.io/team", "m.corp.com/team");

    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.json().path("reason").asText())
        .isEqualTo("Account is not allowed to perform this action");
    assertThat(stack.history("mycluster").at("/0/outcome").asText()).isEqualTo("refused");
  }

  // More than OCM

  @Test
  void recordsEveryWriteWithItsUser() {
    var made = create("quay.io/team", "m.corp.com/team").json().path("id").asText();
    var path = API + "/clusters/" + cluster + "/image_mirrors/" + made;
    token = token("sam");
    assertThat(proxy("PATCH", path, mirrors("n.corp.com/team")).status()).isEqualTo(200);
    assertThat(proxy("PATCH", path, mirrors("n.corp.com/team")).status()).isEqualTo(200);
    assertThat(proxy("DELETE", path, "").status()).isEqualTo(204);
    assertThat(proxy("DELETE", path, "").status()).isEqualTo(404);

    var history = stack.history("mycluster");

    assertThat(history.findValuesAsText("outcome"))
        .containsExactly("created", "updated", "unchanged", "deleted", "refused");
    assertThat(history.findValues("actor"))
        .extracting(actor -> actor.path("via").asText() + " " + actor.path("id").asText())
        .containsExactly(
            "ocm service-account-pat",
            "ocm service-account-sam",
            "ocm service-account-sam",
            "ocm service-account-sam",
            "ocm service-account-sam");
    assertThat(state().path("no_op_edits").asInt(-1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/clusters_mgmt/v1/clusters",
        "DELETE /api/clusters_mgmt/v1/clusters/{cluster}",
        "PATCH /api/clusters_mgmt/v1/clusters/{cluster}",
        "PUT /api/clusters_mgmt/v1/clusters/{cluster}/image_mirrors",
        "DELETE /api/clusters_mgmt/v1/clusters/{cluster}/image_mirrors",
        "POST /api/clusters_mgmt/v1/clusters/{cluster}/image_mirrors/x",
        "PUT /api/clusters_mgmt/v1/events",
        "OPTIONS /api/clusters_mgmt/v1/clusters"
      })
  void blocksAllOtherWrites(String call) {
    long before = calls();
    var words = call.split(" ", -1);

    var refused = proxy(new ClientRequest(words[0], words[1], "{}"));

    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.json().path("kind").asText()).isEqualTo("Error");
    assertThat(refused.json().path("reason").asText())
        .startsWith("Method '" + words[0] + "' is not allowed for resource '/api/");
    assertThat(calls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/clusters_mgmt/v1/../../_sim/state",
        "/api/%2e%2e/_sim/state",
        "/api/..%2f_sim%2fstate",
        "/api//127.0.0.1:1/x",
        "/api/clusters_mgmt/v1/clusters/%2F%2Fevil.example.com",
        "/api/%5C%5Cevil.example.com/x",
        "/api/x%0d%0aHost:%20evil.example.com",
        "/api/%252e%252e/_sim/state"
      })
  void callsOnlyTheConfiguredHostForAnyPath(String path) {
    long before = calls();

    var refused = proxy("GET", path, "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("reason").asText()).startsWith("path: ");
    assertThat(calls()).isEqualTo(before);
  }

  @Test
  void rejectsHugeAndMalformedRequests() {
    long before = calls();

    assertThat(proxy("GET", "/api/" + "x".repeat(3_000), "").status()).isEqualTo(400);
    assertThat(proxy("GET", API + "/clusters?search=" + "x".repeat(9_000), "").status())
        .isEqualTo(414);
    assertThat(create("quay.io/" + "x".repeat(300_000), "m/m").status()).isEqualTo(400);
    assertThat(proxy("POST", API + "/clusters/" + cluster + "/image_mirrors", "[").status())
        .isEqualTo(400);
    assertThat(proxy("POST", API + "/clusters/" + cluster + "/image_mirrors", "").status())
        .isEqualTo(400);
    assertThat(calls()).isEqualTo(before);
  }

  @Test
  void doesNotFollowRedirectsOrTreatAnEmptyReplyAsSuccess() {
    stack.ocm("fault", "{\"match\": \"/clusters\", \"status\": 302}");
    assertThat(proxy("GET", API + "/clusters", "").status()).isEqualTo(503);
    stack.forgetFaults();

    stack.ocm("fault", "{\"match\": \"/clusters\", \"status\": 403, \"empty\": true}");
    var denied = proxy("GET", API + "/clusters", "");

    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.json().path("reason").asText())
        .isEqualTo("OCM answered with status 403 and no message");
  }

  @Test
  void retriesReadsAfterTransientFailures() {
    stack.ocm("fault", "{\"match\": \"/clusters\", \"status\": 503, \"times\": 2}");

    assertThat(proxy("GET", API + "/clusters/" + cluster, "").status()).isEqualTo(200);
  }

  /// Terraform with a parallelism of ten: clients see no 409, and each gets its own mirror.
  @Test
  void createsInParallelThroughAWindowOfConflicts() throws Exception {
    stack.ocm("conflict", "{\"ms\": 200}");
    var created = new ArrayList<Future<ReceivedReply>>();
    try (var clients = Executors.newFixedThreadPool(10)) {
      IntStream.range(0, 20)
          .forEach(i ->
              created.add(clients.submit(() -> create("quay.io/team" + i, "m.corp.com/team" + i))));
    }

    var sources = new ArrayList<String>();
    for (var each : created) {
      assertThat(each.get().status()).as(each.get().text()).isEqualTo(201);
      sources.add(each.get().json().path("source").asText());
    }
    assertThat(sources).doesNotHaveDuplicates().hasSize(20);
    assertThat(state().path("max_writes_in_flight").asInt()).isEqualTo(1);
    assertThat(stack.history("mycluster").findValuesAsText("outcome"))
        .hasSize(20)
        .containsOnly("created");
  }

  @Test
  void failsAWriteThatOcmKeepsRejecting() throws Exception {
    shortenTimeouts();
    stack.ocm("conflict", "{\"ms\": 60000}");
    assertThat(create("quay.io/first", "m.corp.com/first").status()).isEqualTo(201);

    var refused = create("quay.io/second", "m.corp.com/second");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("reason").asText()).contains("is busy");
    assertThat(refused.retryAfter()).matches("[1-9][0-9]*");
    stack.ocm("conflict", "{\"ms\": 0}");
    assertThat(create("quay.io/third", "m.corp.com/third").status()).isEqualTo(201);
    assertThat(stack.history("mycluster").findValuesAsText("outcome"))
        .containsExactly("created", "failed", "created");
    assertThat(sources()).containsExactlyInAnyOrder("quay.io/first", "quay.io/third");
  }

  private void shortenTimeouts() throws IOException {
    stack.close();
    play(StackFixture.startWithShortTimeouts(options -> options.withParameter("OcmProxy", "on")));
  }

  private List<String> sources() {
    return proxy("GET", API + "/clusters/" + cluster + "/image_mirrors?size=-1", "")
        .json()
        .findValuesAsText("source");
  }

  /// The reply is lost, and so are all reads that would resolve the doubt.
  private void leaveACreateInDoubt(boolean landed) {
    StackFixture.awaitThat(
        "a create whose answer is lost",
        () -> {
          stack.ocm(
              "fault",
              "{\"method\": \"POST\", \"match\": \"image_mirrors\", \"reset\": true, \"after\": "
                  + landed
                  + "}");
          stack.ocm(
              "fault",
              "{\"method\": \"GET\", \"match\": \"image_mirrors\", \"status\": 503, \"times\": 1000}");
          var doubtful = create("quay.io/team", "m.corp.com/team");
          stack.forgetFaults();
          assertThat(doubtful.status()).as(doubtful.text()).isEqualTo(503);
          assertThat(doubtful.retryAfter()).matches("[1-9][0-9]*");
          // On a slow machine the timeout may expire before the write is sent.
          return doubtful
              .json()
              .path("reason")
              .asText()
              .startsWith("OCM has not confirmed the change");
        });
    assertThat(sources().contains("quay.io/team")).isEqualTo(landed);
  }

  @Test
  void repliesToTheRetryOfAnAppliedCreateAsToTheCreate() throws Exception {
    shortenTimeouts();
    leaveACreateInDoubt(true);

    var repeat = repeated();

    assertThat(repeat.status()).as(repeat.text()).isEqualTo(201);
    assertThat(repeat.json().path("source").asText()).isEqualTo("quay.io/team");
    assertThat(sources()).containsExactly("quay.io/team");
    var another = create("quay.io/team", "m.corp.com/team");
    assertThat(another.status()).isEqualTo(400);
    assertThat(another.json().path("reason").asText())
        .isEqualTo(
            "Image mirror for source 'quay.io/team' already exists for cluster '" + cluster + "'");
    token = token("sam");
    assertThat(create("quay.io/team", "m.corp.com/team").status()).isEqualTo(400);
  }

  @Test
  void createsAfterACreateThatWasNotApplied() throws Exception {
    shortenTimeouts();
    leaveACreateInDoubt(false);

    var repeat = repeated();

    assertThat(repeat.status()).as(repeat.text()).isEqualTo(201);
    assertThat(sources()).containsExactly("quay.io/team");
    assertThat(stack.history("mycluster").findValuesAsText("outcome"))
        .containsSubsequence("failed", "created")
        .doesNotContain("unchanged");
  }

  /// As those clients retry a 503.
  private ReceivedReply repeated() {
    return StackFixture.await(
        "an answer",
        () ->
            java.util.Optional.of(create("quay.io/team", "m.corp.com/team"))
                .filter(said -> said.status() != 503));
  }

  /// The claims of a token are not even recorded before OCM has accepted it.
  @Test
  void trustsNoTokenThatOcmRejects() {
    token = token("mallory");
    stack.ocm("fault", "{\"match\": \"/clusters\", \"status\": 401, \"times\": 9}");

    assertThat(create("quay.io/team", "m.corp.com/team").status()).isEqualTo(401);

    stack.forgetFaults();
    var everything =
        stack.log()
            + stack.everythingIn("image-mirrors-mirrors")
            + stack.everythingIn("image-mirrors-history");
    assertThat(everything)
        .contains("was answered with status 401")
        .doesNotContain("mallory", "OcmErrors");
  }

  @Test
  void doesNotServeThePathsOfTheOtherApi() {
    assertThat(proxy("GET", "/clusters/mycluster/image-mirrors", "").json().has("image_mirrors"))
        .isTrue();
    for (var path : List.of("/nothing", "/clusters/mycluster/nothing", "/clusters_mgmt/v1")) {
      assertThat(proxy("GET", path, "").json().has("kind")).as(path).isFalse();
    }
  }

  @Test
  void doesNotLeakTheToken() throws ExecutionException {
    create("quay.io/team", "m.corp.com/team");
    stack.ocm("fault", "{\"match\": \"image_mirrors\", \"status\": 401, \"times\": 3}");
    create("quay.io/other", "m.corp.com/other");
    stack.ocm("fault", "{\"match\": \"image_mirrors\", \"reset\": true, \"times\": 3}");
    create("quay.io/third", "m.corp.com/third");
    var claims = requireNonNull(token.split("\\.", -1)[1]);

    var everything =
        stack.log()
            + stack.events()
            + stack.everythingIn("image-mirrors-mirrors")
            + stack.everythingIn("image-mirrors-history");

    assertThat(everything).contains("service-account-pat").doesNotContain(claims);
  }
}
