package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.json.Json;
import dev.imagemirrors.local.stack.StackOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every problem of the functions, for every kind of caller that can get it.
class ProblemsTest {
  private static final String FAILED = "Image Mirror Operation Failed";

  @SuppressWarnings("NullAway.Init")
  private static StackFixture stack;

  @SuppressWarnings("NullAway.Init")
  private static String mirror;

  @BeforeAll
  static void start() {
    stack =
        StackFixture.startWithShortTimeouts(options ->
            options.withParameter(
                "Profiles",
                """
                {"few": {"role_arn": "arn:aws:iam::111122223333:role/few",
                         "callers": ["arn:aws:iam::000000000000:user/admin-*"]}}\
                """));
    stack.ocm("clusters/twin-1", "{\"name\": \"twins\"}");
    stack.ocm("clusters/twin-2", "{\"name\": \"twins\"}");
    var there =
        "{\"cluster\": \"mycluster\", \"source\": \"quay.io/there\", \"mirrors\": \"m.io/there\"}";
    // The first call loads the engine of the tables, which may exceed the timeout.
    mirror =
        StackFixture.await(
            "the mirror that is there",
            () ->
                Optional.of(stack.invoke("CreateImageMirrorFunction", there).json())
                    .map(reply -> reply.at("/image_mirror/id").asText())
                    .filter(id -> !id.isEmpty()));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void resetSimulator() {
    stack.forgetFaults();
    stack.ocm("conflict", "{\"ms\": 0}");
  }

  /// A function with its route, and the detail-type of its bus event.
  enum Verb {
    CREATE("Create Image Mirror", "POST", "/clusters/{cluster}/image-mirrors"),
    EDIT("Edit Image Mirror", "PATCH", "/clusters/{cluster}/image-mirrors/{id}"),
    DELETE("Delete Image Mirror", "DELETE", "/clusters/{cluster}/image-mirrors/{id}"),
    LIST("", "GET", "/clusters/{cluster}/image-mirrors"),
    DESCRIBE("", "GET", "/clusters/{cluster}/image-mirrors/{id}"),
    HISTORY("", "GET", "/clusters/{cluster}/history");

    private final String detailType;
    private final String method;
    private final String route;

    Verb(String detailType, String method, String route) {
      this.detailType = detailType;
      this.method = method;
      this.route = route;
    }

    String function() {
      return switch (this) {
        case CREATE -> "CreateImageMirrorFunction";
        case EDIT -> "EditImageMirrorFunction";
        case DELETE -> "DeleteImageMirrorFunction";
        case LIST -> "ListImageMirrorsFunction";
        case DESCRIBE -> "DescribeImageMirrorFunction";
        case HISTORY -> "ShowHistoryFunction";
      };
    }

    /// Path fields in the path, and the others in the body, or in the query of a read.
    StackFixture.Reply callApi(StackFixture stack, ObjectNode fields) {
      var rest = fields.deepCopy();
      var path = route;
      for (var name : new String[] {"cluster", "id"}) {
        if (path.contains("{" + name + "}")) {
          path = path.replace("{" + name + "}", rest.path(name).asText().replace("/", "%2F"));
          rest.remove(name);
        }
      }
      if (!method.equals("GET")) {
        return stack.api(method, path, rest.toString());
      }
      var query = new StringBuilder("?");
      rest.properties()
          .forEach(field ->
              query
                  .append(field.getKey())
                  .append('=')
                  .append(field.getValue().asText())
                  .append('&'));
      return stack.api(method, path + query, "");
    }
  }

  /// @param before the setup before every call
  record Case(
      String problem,
      int status,
      Verb verb,
      String fields,
      String detail,
      Consumer<StackFixture> before) {
    ObjectNode event() {
      return (ObjectNode)
          StackFixture.read(fields.replace("MIRROR", Objects.requireNonNull(mirror)));
    }

    String errorType() {
      var name = new StringBuilder("dev.imagemirrors.event.");
      for (var word : problem.split("-", -1)) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
      return name.toString();
    }

    String detailOf(ObjectNode event) {
      return detail.replace("MIRROR", mirror).replace("CLUSTER", event.path("cluster").asText());
    }

    @Override
    public String toString() {
      return problem + " on " + verb;
    }
  }

  private static Case problem(String problem, int status, Verb verb, String fields, String detail) {
    return new Case(problem, status, verb, fields, detail, _ -> {});
  }

  private static Case fault(
      String problem, int status, Verb verb, String fields, String fault, String detail) {
    return new Case(problem, status, verb, fields, detail, stack -> stack.ocm("fault", fault));
  }

  private static String create(String cluster) {
    return "{\"cluster\": \""
        + cluster
        + "\", \"source\": \"quay.io/new\", \"mirrors\": [\"m.io/new\"]}";
  }

  private static String edit(String cluster, String id) {
    return "{\"cluster\": \""
        + cluster
        + "\", \"id\": \""
        + id
        + "\", \"mirrors\": [\"m.io/new\"]}";
  }

  private static String delete(String cluster, String id) {
    return "{\"cluster\": \"" + cluster + "\", \"id\": \"" + id + "\", \"yes\": true}";
  }

  private static String read(String cluster) {
    return "{\"cluster\": \"" + cluster + "\"}";
  }

  private static final String VERSION =
      dev.imagemirrors.json.Digest.sha256("m.io/there").substring(0, 12);

  static Stream<Case> lasting() {
    var notReady =
        "Cluster 'hcp-installing' is not ready. Image mirrors can only be %s on ready clusters. Its state is 'installing': with defer_until_ready=true, the request waits until it is ready";
    var notHosted = "Image mirrors are only supported on Hosted Control Plane clusters";
    var noCluster = "There is no cluster with identifier or name 'nowhere'";
    var twins = "There are 2 clusters with identifier or name 'twins'";
    var denied =
        "{\"method\": \"%s\", \"match\": \"%s\", \"status\": 403, \"reason\": \"You may not\"}";
    var refused =
        "{\"method\": \"%s\", \"match\": \"/image_mirrors\", \"status\": 400, \"reason\": \"Not today\"}";
    return Stream.of(
        problem(
            "invalid-input",
            400,
            Verb.CREATE,
            "{\"cluster\": \"mycluster\", \"mirrors\": [\"a/b:tag\"]}",
            "source: Image mirror source is required; mirrors[0]: must not have a tag: leave out ':tag'"),
        problem(
            "invalid-input",
            400,
            Verb.LIST,
            "{\"cluster\": \"mycluster\", \"output\": \"xml\"}",
            "output: must be one of json, yaml, table, wide, text, idms"),
        problem(
            "region-not-allowed",
            400,
            Verb.DELETE,
            "{\"cluster\": \"mycluster\", \"id\": \"x\", \"region\": \"eu-west-1\"}",
            "Region 'eu-west-1' is not allowed; this stack allows us-east-1"),
        problem(
            "profile-unknown",
            400,
            Verb.EDIT,
            "{\"cluster\": \"mycluster\", \"id\": \"x\", \"mirrors\": \"m.io/a\", \"profile\": \"many\"}",
            "Unknown profile 'many'; this stack has few"),
        problem("cluster-not-found", 404, Verb.CREATE, create("nowhere"), noCluster),
        problem("cluster-not-found", 404, Verb.EDIT, edit("nowhere", "x"), noCluster),
        problem("cluster-not-found", 404, Verb.DELETE, delete("nowhere", "x"), noCluster),
        problem("cluster-not-found", 404, Verb.LIST, read("nowhere"), noCluster),
        problem(
            "cluster-not-found",
            404,
            Verb.DESCRIBE,
            "{\"cluster\": \"nowhere\", \"id\": \"x\"}",
            noCluster),
        problem("cluster-not-found", 404, Verb.HISTORY, read("nowhere"), noCluster),
        problem("cluster-ambiguous", 409, Verb.CREATE, create("twins"), twins),
        problem("cluster-ambiguous", 409, Verb.LIST, read("twins"), twins),
        problem("cluster-ambiguous", 409, Verb.HISTORY, read("twins"), twins),
        problem(
            "mirror-not-found",
            404,
            Verb.EDIT,
            edit("mycluster", "gone"),
            "Image mirror ID 'gone' for cluster 'mycluster' not found"),
        problem(
            "mirror-not-found",
            404,
            Verb.DELETE,
            delete("mycluster", "quay.io/gone"),
            "Image mirror with source 'quay.io/gone' for cluster 'mycluster' not found"),
        problem(
            "mirror-not-found",
            404,
            Verb.DESCRIBE,
            "{\"cluster\": \"mycluster\", \"id\": \"quay.io/gone\"}",
            "Image mirror with source 'quay.io/gone' for cluster 'mycluster' not found"),
        problem(
            "cluster-not-ready",
            409,
            Verb.CREATE,
            create("hcp-installing"),
            notReady.formatted("created")),
        problem(
            "cluster-not-ready",
            409,
            Verb.EDIT,
            edit("hcp-installing", "x"),
            notReady.formatted("edited")),
        problem(
            "cluster-not-ready",
            409,
            Verb.DELETE,
            delete("hcp-installing", "x"),
            notReady.formatted("deleted")),
        problem("cluster-not-hosted", 422, Verb.CREATE, create("classic"), notHosted),
        problem("cluster-not-hosted", 422, Verb.EDIT, edit("classic", "x"), notHosted),
        problem("cluster-not-hosted", 422, Verb.DELETE, delete("classic", "x"), notHosted),
        problem(
            "source-exists",
            409,
            Verb.CREATE,
            "{\"cluster\": \"mycluster\", \"source\": \"quay.io/there\", \"mirrors\": [\"m.io/other\"]}",
            "Image mirror for source 'quay.io/there' already exists for cluster 'mycluster', with ID 'MIRROR'"),
        problem(
            "version-mismatch",
            412,
            Verb.EDIT,
            "{\"cluster\": \"mycluster\", \"id\": \"MIRROR\", \"mirrors\": \"m.io/a\", \"version\": \"old\"}",
            "Image mirror 'MIRROR' is at version '"
                + VERSION
                + "', not 'old': read it again before you change it"),
        problem(
            "version-mismatch",
            412,
            Verb.DELETE,
            "{\"cluster\": \"mycluster\", \"id\": \"MIRROR\", \"yes\": true, \"version\": \"old\"}",
            "Image mirror 'MIRROR' is at version '"
                + VERSION
                + "', not 'old': read it again before you change it"),
        problem(
            "source-immutable",
            422,
            Verb.EDIT,
            "{\"cluster\": \"mycluster\", \"id\": \"MIRROR\", \"mirrors\": \"m.io/a\", \"source\": \"quay.io/else\"}",
            "Image mirror 'MIRROR' has source 'quay.io/there', which cannot change to 'quay.io/else':"
                + " delete it and create a new one"),
        problem(
            "confirmation-needed",
            428,
            Verb.DELETE,
            "{\"cluster\": \"mycluster\", \"id\": \"quay.io/there\"}",
            "Are you sure you want to delete image mirror 'MIRROR' on cluster 'mycluster'? yes=true confirms"),
        fault(
            "denied",
            403,
            Verb.CREATE,
            create("mycluster"),
            denied.formatted("POST", "/image_mirrors"),
            "You may not"),
        fault(
            "denied",
            403,
            Verb.EDIT,
            edit("mycluster", "MIRROR"),
            denied.formatted("PATCH", "/image_mirrors"),
            "You may not"),
        fault(
            "denied",
            403,
            Verb.DELETE,
            delete("mycluster", "MIRROR"),
            denied.formatted("DELETE", "/image_mirrors"),
            "You may not"),
        fault(
            "denied",
            403,
            Verb.LIST,
            read("mycluster"),
            denied.formatted("GET", "/image_mirrors"),
            "You may not"),
        fault(
            "denied",
            403,
            Verb.HISTORY,
            read("mycluster"),
            denied.formatted("GET", "/clusters"),
            "You may not"),
        fault(
            "refused-by-ocm",
            422,
            Verb.CREATE,
            create("mycluster"),
            refused.formatted("POST"),
            "Not today"),
        fault(
            "refused-by-ocm",
            422,
            Verb.EDIT,
            edit("mycluster", "MIRROR"),
            refused.formatted("PATCH"),
            "Not today"),
        fault(
            "refused-by-ocm",
            422,
            Verb.LIST,
            read("mycluster"),
            refused.formatted("GET"),
            "Not today"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void repliesOnTheApi(Case given) {
    given.before.accept(stack);

    assertProblem(given.verb.callApi(stack, given.event()), given);
  }

  private static void assertProblem(StackFixture.Reply reply, Case given) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(given.status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.header("Retry-After")).isEqualTo(retryAfter(given.problem));
    assertThat(reply.json().path("type").asText())
        .isEqualTo("urn:image-mirrors:problem:" + given.problem);
    assertThat(reply.json().path("status").asInt()).isEqualTo(given.status);
    assertThat(reply.json().path("title").asText()).isNotBlank();
    assertThat(reply.json().path("detail").asText()).isEqualTo(given.detailOf(given.event()));
  }

  private static String retryAfter(String problem) {
    return switch (problem) {
      case "upstream-unavailable" -> "30";
      default -> "none";
    };
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void failsADirectInvocation(Case given) {
    given.before.accept(stack);

    assertFailure(stack.invoke(given.verb.function(), given.event().toString()), given);
  }

  private static void assertFailure(StackFixture.Reply reply, Case given) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("X-Amz-Function-Error")).as(reply.text()).isEqualTo("Unhandled");
    var payload = Json.object();
    payload
        .put("errorMessage", given.detailOf(given.event()))
        .put("errorType", given.errorType())
        .putArray("stackTrace");
    assertThat(reply.json()).isEqualTo(payload);
  }

  /// Only writes are called by the bus.
  static Stream<Case> lastingWrites() {
    return lasting().filter(given -> !given.verb.detailType.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("lastingWrites")
  void announcesPermanentFailuresOnTheBus(Case given) {
    given.before.accept(stack);
    long failures = stack.failures(given.verb.function());

    var id = stack.put(given.verb.detailType, given.event().toString());

    var announced = StackFixture.await("the announcement", () -> stack.announced(FAILED, id));
    assertThat(announced.path("source").asText()).isEqualTo("dev.imagemirrors");
    assertThat(announced.at("/detail/cluster")).isEqualTo(given.event().path("cluster"));
    assertThat(announced.at("/detail/problem/type").asText())
        .isEqualTo("urn:image-mirrors:problem:" + given.problem);
    assertThat(announced.at("/detail/problem/detail").asText())
        .isEqualTo(given.detailOf(given.event()));
    assertThat(stack.failures(given.verb.function())).isEqualTo(failures);
  }

  @Test
  void reportsEveryInvalidField() {
    var reply =
        stack.api(
            "POST",
            "/clusters/mycluster/image-mirrors",
            "{\"source\": \"a\", \"mirrors\": [3, \"b:x\"], \"mirrorz\": 1}");

    assertThat(reply.json().path("errors"))
        .isEqualTo(
            StackFixture.read(
                """
                [{"field": "mirrors[0]", "reason": "must be a string"},
                 {"field": "mirrors[1]", "reason": "':x' is not a port from 1 to 65535 (a tag is not allowed either)"},
                 {"field": "mirrorz", "reason": "unknown field; did you mean 'mirrors'?"}]
                """));
  }

  @Test
  void returnsTheExistingMirrorAndTheOperation() {
    var reply =
        stack.api(
            "POST",
            "/clusters/mycluster/image-mirrors",
            "{\"source\": \"quay.io/there\", \"mirrors\": [\"m.io/other\"]}");

    assertThat(reply.json().at("/image_mirror/id").asText()).isEqualTo(mirror);
    var entry = stack.history("mycluster").path(stack.history("mycluster").size() - 1);
    assertThat(reply.json().path("operation_id")).isEqualTo(entry.path("operation_id"));
    assertThat(entry.path("outcome").asText()).isEqualTo("refused");
    assertThat(entry.path("refusal").asText())
        .isEqualTo("the source already has an image mirror: " + mirror);
  }

  @Test
  void readsTheVersionFromIfMatch() {
    var path = "/clusters/mycluster/image-mirrors/" + mirror;

    var stale = stack.api("PATCH", path, "{\"mirrors\": \"m.io/a\"}", "If-Match", "\"old\"");
    var current =
        stack.api(
            "PATCH", path, "{\"mirrors\": \"m.io/there\"}", "If-Match", "\"" + VERSION + "\"");

    assertThat(stale.status()).isEqualTo(412);
    assertThat(current.status()).isEqualTo(200);
    assertThat(current.header("ETag")).isEqualTo("\"" + VERSION + "\"");
  }

  @Test
  void restrictsAProfileToItsCallers() {
    var given =
        problem(
            "denied",
            403,
            Verb.LIST,
            "{\"cluster\": \"mycluster\", \"profile\": \"few\"}",
            "Caller 'anonymous from 127.0.0.1' may not use profile 'few'");

    assertProblem(given.verb.callApi(stack, given.event()), given);
  }

  @Test
  void rejectsANonObjectEventWithoutAStackTrace() {
    for (var payload : new String[] {"[]", "null", "3", "\"x\""}) {
      var reply = stack.invoke("CreateImageMirrorFunction", payload);

      assertThat(reply.header("X-Amz-Function-Error")).isEqualTo("Unhandled");
      assertThat(reply.text())
          .isEqualTo(
              "{\"errorMessage\":\"event: must be a JSON object\",\"errorType\":"
                  + "\"dev.imagemirrors.event.InvalidInput\",\"stackTrace\":[]}");
    }
  }

  @Test
  void announcesAFailureThatFitsTheBusForAnyEvent() {
    var unknown = new StringBuilder();
    for (var i = 0; unknown.length() < 200_000; i++) {
      unknown.append(",\"f").append(i).append("\":1");
    }

    var first = stack.put("Create Image Mirror", "{\"cluster\": \"" + "x".repeat(200_000) + "\"}");
    var second = stack.put("Create Image Mirror", "{\"cluster\": \"c\"" + unknown + "}");

    var announced = StackFixture.await("the first", () -> stack.announced(FAILED, first));
    assertThat(announced.at("/detail/cluster").isNull()).isTrue();
    StackFixture.await("the second", () -> stack.announced(FAILED, second));
  }

  @Test
  void leavesTheLaneFreeAfterEveryRefusal() {
    for (var given : lasting().filter(each -> each.fields.contains("mycluster")).toList()) {
      given.before.accept(stack);
      stack.invoke(given.verb.function(), given.event().toString());
    }

    var reply =
        stack.invoke(
            "CreateImageMirrorFunction",
            "{\"cluster\": \"mycluster\", \"source\": \"quay.io/there\", \"mirrors\": \"m.io/there\"}");

    assertThat(reply.json().at("/operation/state").asText()).isEqualTo("succeeded");
  }

  @Test
  void doesNotLetAnAbsurdVersionBlockTheCluster() {
    stack.ocm("clusters/unblocked", "{}");
    var create = "{\"cluster\": \"unblocked\", \"source\": \"a/%s\", \"mirrors\": \"m.io/a\"}";
    stack.invoke("CreateImageMirrorFunction", create.formatted("one"));

    stack.invoke(
        "EditImageMirrorFunction",
        "{\"cluster\": \"unblocked\", \"id\": \"a/one\", \"mirrors\": \"m/b\", \"version\": \""
            + "x".repeat(250_000)
            + "\"}");

    assertThat(
            stack
                .invoke("CreateImageMirrorFunction", create.formatted("two"))
                .json()
                .at("/operation/outcome")
                .asText())
        .isEqualTo("created");
  }

  // Transient problems

  private static void assertPasses(StackFixture stack, Case given) {
    given.before.accept(stack);
    assertProblem(given.verb.callApi(stack, given.event()), given);
    given.before.accept(stack);
    assertFailure(stack.invoke(given.verb.function(), given.event().toString()), given);
    if (given.verb.detailType.isEmpty()) {
      return;
    }
    if (given.problem.equals("upstream-unavailable")) {
      assertKeptFromTheBus(stack, given);
    } else {
      assertRetriedOnTheBus(stack, given);
    }
  }

  /// Nobody sends the event again, so it is recorded until OCM can look up its cluster.
  private static void assertKeptFromTheBus(StackFixture stack, Case given) {
    long failures = stack.failures(given.verb.function());
    long invocations = stack.invocations(given.verb.function());
    given.before.accept(stack);

    var id = stack.put(given.verb.detailType, given.event().toString());

    StackFixture.awaitThat(
        "the event", () -> stack.invocations(given.verb.function()) == invocations + 1);
    assertThat(stack.failures(given.verb.function())).isEqualTo(failures);
    assertThat(stack.announced(FAILED, id)).isEmpty();
  }

  private static void assertRetriedOnTheBus(StackFixture stack, Case given) {
    long failures = stack.failures(given.verb.function());
    given.before.accept(stack);

    var id = stack.put(given.verb.detailType, given.event().toString());

    StackFixture.awaitThat(
        "three tries", () -> stack.failures(given.verb.function()) == failures + 3);
    assertThat(stack.announced(FAILED, id)).isEmpty();
  }

  @Test
  void acceptsAWriteThatABusyClusterDelays() {
    try (var hurried = hurried(UnaryOperator.identity())) {
      hurried.ocm("clusters/busy", "{}");
      hurried.ocm("conflict", "{\"ms\": 600000}");
      hurried.api(
          "POST", "/clusters/busy/image-mirrors", "{\"source\": \"a/a\", \"mirrors\": \"m.io/a\"}");

      var reply =
          hurried.api(
              "POST",
              "/clusters/busy/image-mirrors?region=us-east-1",
              "{\"source\": \"b/b\", \"mirrors\": \"m/b\"}");

      assertThat(reply.status()).as(reply.text()).isEqualTo(202);
      var operation = reply.json().path("operation");
      assertThat(reply.header("Location"))
          .isEqualTo("/v1/operations/" + operation.path("id").asText() + "?region=us-east-1");
      assertThat(operation.path("state").asText()).isEqualTo("waiting-for-ocm");
      var direct =
          hurried.invoke(
              "CreateImageMirrorFunction",
              "{\"cluster\": \"busy\", \"source\": \"c/c\", \"mirrors\": \"m/c\"}");
      assertThat(direct.json().at("/operation/state").asText()).startsWith("waiting-for-");

      hurried.ocm("conflict", "{\"ms\": 0}");
      for (var accepted : List.of(operation, direct.json().path("operation"))) {
        StackFixture.awaitThat(
            "the end of " + accepted,
            () ->
                hurried
                    .api("GET", "/operations/" + accepted.path("id").asText(), "")
                    .json()
                    .at("/operation/state")
                    .asText()
                    .equals("succeeded"));
      }
      assertThat(hurried.history("busy").findValuesAsText("outcome"))
          .containsExactly("created", "created", "created");
    }
  }

  @Test
  void runsABusEventThatArrivedDuringAnOutageOfOcm() {
    stack.ocm("clusters/free-later", "{}");
    stack.ocm(
        "fault",
        "{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 9999}");
    long before = stack.invocations("CreateImageMirrorFunction");

    stack.put(
        "Create Image Mirror",
        "{\"cluster\": \"free-later\", \"source\": \"b/b\", \"mirrors\": \"m/b\"}");

    StackFixture.awaitThat(
        "the event", () -> stack.invocations("CreateImageMirrorFunction") > before);
    stack.forgetFaults();
    StackFixture.awaitThat(
        "the mirror",
        () -> {
          stack.invoke("RecoverOperationsFunction", "{}");
          return stack.history("free-later").size() == 1;
        });
    assertThat(stack.history("free-later").findValuesAsText("outcome")).containsExactly("created");
  }

  @Test
  void reportsThatOcmIsUnavailable() {
    var fault =
        "{\"method\": \"GET\", \"match\": \"/clusters\", \"status\": 503, \"times\": 9999, \"reason\": \"Away\"}";
    for (var verb : new Verb[] {Verb.CREATE, Verb.LIST, Verb.HISTORY}) {
      var fields = verb == Verb.CREATE ? create("never-seen") : read("never-seen");

      assertPasses(stack, fault("upstream-unavailable", 503, verb, fields, fault, "Away"));
      stack.forgetFaults();
    }
  }

  @Test
  void reportsThatOcmDidNotReplyInTime() {
    var given =
        fault(
            "upstream-unavailable",
            503,
            Verb.LIST,
            read("never-seen"),
            "{\"method\": \"GET\", \"match\": \"/clusters\", \"delay_ms\": 60000, \"times\": 9}",
            "OCM did not answer in time");
    given.before.accept(stack);

    assertProblem(given.verb.callApi(stack, given.event()), given);
  }

  @Test
  void reportsThatOcmIsUnreachable() {
    try (var cut = hurried(options -> options.withParameter("OcmUrl", "http://127.0.0.1:1"))) {
      assertPasses(
          cut,
          problem(
              "upstream-unavailable",
              503,
              Verb.DELETE,
              delete("mycluster", "x"),
              "OCM cannot be reached"));
    }
  }

  @Test
  void reportsThatTheTokenServiceRejectsTheCredentials() {
    try (var wrong =
        hurried(options ->
            options.withSecret(
                "OcmSecret", "{\"client_id\": \"id\", \"client_secret\": \"wrong\"}"))) {
      for (var verb : new Verb[] {Verb.CREATE, Verb.LIST}) {
        assertPasses(
            wrong,
            problem(
                "credentials-rejected",
                502,
                verb,
                verb == Verb.CREATE ? create("mycluster") : read("mycluster"),
                "The token service rejected our credentials: unauthorized_client: Invalid client or"
                    + " Invalid client credentials"));
      }
    }
  }

  @Test
  void hidesTheDetailOfAnInternalError() {
    // A URL by its form, with a port that there is not.
    try (var broken =
        hurried(options -> options.withParameter("OcmUrl", "http://127.0.0.1:99999"))) {
      var api = broken.api("GET", "/clusters/mycluster/image-mirrors", "");
      var direct = broken.invoke("ListImageMirrorsFunction", read("mycluster"));

      var detail = "An internal error occurred; see the log for request ID ";
      assertThat(api.status()).isEqualTo(500);
      assertThat(api.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(api.json().path("type").asText())
          .isEqualTo("urn:image-mirrors:problem:internal-error");
      assertThat(api.json().path("detail").asText())
          .startsWith(detail)
          .hasSize(detail.length() + 36);
      assertThat(direct.json().path("errorType").asText())
          .isEqualTo("dev.imagemirrors.event.InternalError");
      assertThat(direct.json().path("errorMessage").asText())
          .isEqualTo(detail + direct.header("x-amzn-RequestId"));
      assertThat(direct.json().path("stackTrace")).isEmpty();
      assertThat(errors(broken))
          .allMatch(line -> line.path("stack_trace").asText().contains("\tat "));
      var id = broken.put("Create Image Mirror", create("mycluster"));
      StackFixture.awaitThat("the failure", () -> broken.failures("CreateImageMirrorFunction") > 0);
      assertThat(broken.announced(FAILED, id)).isEmpty();
    }
  }

  private static Stream<JsonNode> errors(StackFixture stack) {
    return stack
        .log()
        .lines()
        .filter(line -> line.contains("\"level\":\"ERROR\""))
        .map(line -> StackFixture.read(line.substring(line.indexOf('{'))));
  }

  private static StackFixture hurried(UnaryOperator<StackOptions> more) {
    return StackFixture.startWithShortTimeouts(more);
  }

  @Test
  void recordsTheRefusalOfAReadableRequest() {
    stack.ocm("clusters/deferred", "{\"state\": \"installing\"}");
    stack.api(
        "POST",
        "/clusters/deferred/image-mirrors",
        "{\"source\": \"a/a\", \"mirrors\": \"m.io/a\", \"reason\": \"because\"}");

    var entry = stack.history("deferred").path(0);
    assertThat(
            Map.of(
                "number", entry.path("number").asText(),
                "action", entry.path("action").asText(),
                "outcome", entry.path("outcome").asText(),
                "refusal", entry.path("refusal").asText(),
                "reason", entry.path("reason").asText(),
                "who", entry.at("/actor/id").asText()))
        .isEqualTo(
            Map.of(
                "number", "1",
                "action", "create",
                "outcome", "refused",
                "refusal", "the cluster is installing, not ready",
                "reason", "because",
                "who", "anonymous from 127.0.0.1"));
  }
}
