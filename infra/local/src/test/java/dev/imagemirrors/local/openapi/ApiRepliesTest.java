package dev.imagemirrors.local.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation gives every response of the OpenAPI document, in the documented form.
class ApiRepliesTest {
  private static final ApiDocument DOCUMENT = new ApiDocument();

  /// Internal errors, and the errors of API Gateway: the local one neither authorises callers nor
  /// throttles them.
  private static final List<String> NOT_PROVOKED =
      List.of(
          "500 internal-error",
          "403 gateway",
          "429 gateway",
          "502 gateway",
          "504 gateway",
          // Needs 500 waiting writes.
          "503 cluster-busy",
          // Needs 255 mirrors.
          "422 too-many-mirrors",
          // Needs an outage of the store.
          "showOperation 503 upstream-unavailable",
          "cancelOperation 503 upstream-unavailable",
          // Needs a change to the stored history.
          "showHistory 409 history-altered",
          "showImageMirrorHistory 409 history-altered",
          "restoreImageMirrors 409 history-altered");

  private static final String HARM = "{\"source\": \"quay.io/harm\", \"mirrors\": \"a\"}";

  private static ApiFixture fixture;

  /// A response of an operation, and how to provoke it.
  ///
  /// @param answer the status, then the media type, the name of the problem, or `gateway`
  record Case(
      String operation, String answer, String how, Function<ApiFixture, ReceivedReply> play) {
    Case(Requests request, String answer, String how, Function<ApiFixture, ReceivedReply> play) {
      this(request.operationId(), answer, how, play);
    }

    String key() {
      return operation + " " + answer;
    }

    @Override
    public String toString() {
      return key() + (how.isEmpty() ? "" : ", " + how);
    }
  }

  @BeforeAll
  static void start() {
    fixture = new ApiFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void forgetFaults() {
    fixture.noFaults();
  }

  /// A problem is also requested as text.
  @ParameterizedTest
  @MethodSource("cases")
  void matchesTheDocument(Case each) {
    var reply = each.play().apply(fixture);

    assertThat(reply.kind()).as(reply.text()).isEqualTo(each.answer());
    var operation = DOCUMENT.operation(each.operation());
    assertThat(DOCUMENT.faults(operation, reply)).as(reply.text()).isEmpty();
    if (reply.isProblem() && !fixture.lastRequest().contains("output=")) {
      var text = fixture.repeatAsText();
      assertThat(text.kind()).as(text.text()).isEqualTo(reply.status() + " text/plain");
      assertThat(text.text()).startsWith("E: ").endsWith("\n");
      assertThat(DOCUMENT.faults(operation, text)).as(text.text()).isEmpty();
    }
  }

  @Test
  void hasACaseForEveryResponseThatCanBeProvoked() {
    var documented =
        DOCUMENT.operations().stream()
            .flatMap(DOCUMENT::answers)
            .filter(answer -> NOT_PROVOKED.stream().noneMatch(answer::endsWith))
            .filter(answer -> !answer.matches(".* [45].. text/plain"))
            .collect(Collectors.toSet());

    assertThat(cases().map(Case::key).collect(Collectors.toSet())).isEqualTo(documented);
  }

  static Stream<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var request : Requests.values()) {
      cases.addAll(common(request));
      cases.addAll(successes(request));
      cases.addAll(request.writes() ? ofWrites(request) : List.of());
      cases.addAll(request.needsMirror() ? ofOneMirror(request) : List.of());
    }
    cases.addAll(ofCreate());
    cases.addAll(ofEdit(Requests.EDIT));
    cases.addAll(ofEdit(Requests.EDIT_BY_SOURCE));
    cases.add(editOfTheSource());
    cases.addAll(ofDelete(Requests.DELETE));
    cases.addAll(ofDelete(Requests.DELETE_BY_SOURCE));
    cases.addAll(ofApply());
    cases.addAll(ofRestore());
    cases.addAll(ofOperations());
    cases.addAll(ofExplain());
    cases.addAll(ofVerify());
    cases.addAll(fromRecords());
    return cases.stream();
  }

  private static List<Case> common(Requests request) {
    return List.of(
        new Case(
            request,
            "400 invalid-input",
            "an unknown field",
            fixture -> request.send(fixture, "mycluster", "mirors=a")),
        new Case(
            request,
            "400 invalid-input",
            "faults everywhere",
            fixture ->
                request.sendBody(fixture, "my.cluster", "output=xml&region=1&region=2", "[1")),
        new Case(
            request,
            "400 region-not-allowed",
            "",
            fixture -> request.send(fixture, "mycluster", "region=ap-south-2")),
        new Case(
            request,
            "400 profile-unknown",
            "",
            fixture -> request.send(fixture, "mycluster", "profile=nobody")),
        new Case(
            request,
            "403 denied",
            "",
            fixture ->
                sendWithFault(fixture, request, "{\"match\": \"/clusters\", \"status\": 403}")),
        new Case(
            request, "404 cluster-not-found", "", fixture -> request.send(fixture, "nobody", "")),
        new Case(
            request,
            "409 cluster-ambiguous",
            "",
            fixture -> request.send(fixture, fixture.sharedName(), "")),
        new Case(
            request,
            "422 refused-by-ocm",
            "",
            fixture ->
                sendWithFault(fixture, request, "{\"match\": \"/clusters\", \"status\": 400}")),
        new Case(
            request,
            "502 credentials-rejected",
            "",
            fixture ->
                sendWithFault(
                    fixture, request, "{\"match\": \"/clusters\", \"status\": 401, \"times\": 9}")),
        new Case(
            request,
            "503 upstream-unavailable",
            "",
            fixture ->
                sendWithFault(
                    fixture,
                    request,
                    "{\"match\": \"/clusters\", \"status\": 503, \"retry_after\": 3600, \"times\": 99}")));
  }

  private static List<Case> successes(Requests request) {
    var status = request == Requests.CREATE ? "201 " : "200 ";
    return forms(
        request,
        status,
        (fixture, output) ->
            request.send(
                fixture,
                request == Requests.CREATE ? fixture.cluster() : fixture.clusterWithMirror(),
                output));
  }

  private interface Play {
    ReceivedReply play(ApiFixture fixture, String query);
  }

  private static List<Case> forms(Requests request, String status, Play play) {
    var forms = new ArrayList<Case>();
    for (var output : List.of("", "json", "yaml", "table", "wide", "text")) {
      var mediaType =
          switch (output) {
            case "", "json" -> "application/json";
            case "yaml" -> "application/yaml";
            default -> "text/plain";
          };
      forms.add(
          new Case(
              request,
              status + mediaType,
              "output=" + output,
              fixture -> play.play(fixture, output.isEmpty() ? "" : "output=" + output)));
    }
    return forms;
  }

  private static List<Case> ofWrites(Requests request) {
    var cases =
        new ArrayList<Case>(
            List.of(
                new Case(
                    request,
                    "409 cluster-not-ready",
                    "",
                    fixture -> request.send(fixture, "hcp-installing", "reason=too+early")),
                new Case(
                    request,
                    "422 cluster-not-hosted",
                    "",
                    fixture -> request.send(fixture, "classic", "")),
                new Case(
                    request,
                    "422 idempotency-key-reused",
                    "",
                    fixture -> {
                      var cluster =
                          request.needsMirror() ? fixture.clusterWithMirror() : fixture.cluster();
                      var key = "key-" + cluster;
                      request.send(fixture, cluster, "", "Idempotency-Key", key);
                      return request.send(
                          fixture, cluster, "defer_until_ready=true", "Idempotency-Key", key);
                    })));
    cases.addAll(
        forms(
            request,
            "202 ",
            (fixture, output) ->
                request.send(
                    fixture,
                    fixture.cluster("{\"state\": \"installing\"}"),
                    "defer_until_ready=true&" + output)));
    return cases;
  }

  private static List<Case> ofOneMirror(Requests request) {
    return List.of(
        new Case(
            request,
            "404 mirror-not-found",
            "",
            fixture -> request.send(fixture, "mycluster", "")));
  }

  private static List<Case> ofCreate() {
    var create = Requests.CREATE;
    var cases =
        new ArrayList<>(
            forms(
                create,
                "200 ",
                (fixture, output) -> create.send(fixture, fixture.clusterWithMirror(), output)));
    cases.add(
        new Case(
            create,
            "409 source-exists",
            "",
            fixture ->
                create.sendBody(
                    fixture, fixture.clusterWithMirror(), "", Requests.OTHER_CREATION)));
    cases.add(
        new Case(
            create,
            "428 confirmation-needed",
            "a mirror that breaks pulls",
            fixture -> create.sendBody(fixture, "mycluster", "", HARM)));
    cases.add(
        new Case(
            create,
            "413 gateway",
            "",
            fixture -> create.sendBody(fixture, "mycluster", "", " ".repeat(11 << 20))));
    cases.add(
        new Case(
            create,
            "400 invalid-input",
            "256 KB and more",
            fixture -> create.sendBody(fixture, "mycluster", "", " ".repeat(300 << 10) + "x")));
    return cases;
  }

  private static List<Case> ofEdit(Requests edit) {
    return List.of(
        mismatch(edit),
        new Case(
            edit,
            "200 application/json",
            "with the version that it has",
            fixture -> edit.send(fixture, fixture.clusterWithMirror(), "version=10e036c54944")),
        new Case(
            edit,
            "200 application/json",
            "unchanged",
            fixture -> edit.sendBody(fixture, fixture.clusterWithMirror(), "", Requests.CREATION)),
        new Case(
            edit,
            "428 confirmation-needed",
            "a mirror that breaks pulls",
            fixture ->
                edit.sendBody(fixture, fixture.clusterWithMirror(), "", "{\"mirrors\": \"a\"}")),
        new Case(
            edit,
            "413 gateway",
            "",
            fixture -> edit.sendBody(fixture, "mycluster", "", " ".repeat(11 << 20))));
  }

  private static Case editOfTheSource() {
    return new Case(
        Requests.EDIT,
        "422 source-immutable",
        "",
        fixture -> Requests.EDIT.send(fixture, fixture.clusterWithMirror(), "source=quay.io/team"));
  }

  private static List<Case> ofDelete(Requests delete) {
    return List.of(
        mismatch(delete),
        new Case(
            delete,
            "428 confirmation-needed",
            "",
            fixture -> delete.unconfirmed(fixture, fixture.clusterWithMirror(), "", "")));
  }

  private static List<Case> ofApply() {
    var apply = Requests.APPLY;
    return List.of(
        new Case(
            apply,
            "200 application/json",
            "a plan",
            fixture -> apply.send(fixture, fixture.clusterWithMirror(), "dry_run=true")),
        new Case(
            apply,
            "200 text/plain",
            "a plan to read",
            fixture ->
                apply.send(fixture, fixture.clusterWithMirror(), "dry_run=true&output=text")),
        new Case(
            apply,
            "428 confirmation-needed",
            "",
            fixture ->
                apply.sendBody(
                    fixture, fixture.clusterWithMirror(), "", "{\"image_mirrors\": []}")),
        new Case(
            apply,
            "200 application/json",
            "documents, of which something is lost",
            fixture ->
                apply.sendBody(
                    fixture,
                    fixture.cluster(),
                    "accept_losses=true",
                    """
                    apiVersion: config.openshift.io/v1
                    kind: ImageDigestMirrorSet
                    metadata: {name: a}
                    spec:
                      imageDigestMirrors:
                      - source: quay.io/team
                        mirrors: [mirror.corp.com/team]
                        mirrorSourcePolicy: NeverContactSource
                    """,
                    "Content-Type",
                    "application/yaml")));
  }

  private static List<Case> ofRestore() {
    var restore = Requests.RESTORE;
    var cases =
        new ArrayList<>(
            forms(
                restore,
                "200 ",
                (fixture, output) ->
                    restore.send(fixture, fixture.clusterWithMirror(), "dry_run=true&" + output)));
    cases.add(
        new Case(
            restore,
            "200 application/json",
            "to an entry",
            fixture -> restore.sendBody(fixture, fixture.clusterWithMirror(), "to=1", "")));
    cases.add(
        new Case(
            restore,
            "428 confirmation-needed",
            "",
            fixture ->
                restore.unconfirmed(
                    fixture, fixture.clusterWithMirror(), "", Requests.RESTORATION)));
    cases.add(
        new Case(
            restore,
            "400 invalid-input",
            "an entry that is not there",
            fixture -> restore.sendBody(fixture, fixture.clusterWithMirror(), "to=2", "")));
    return cases;
  }

  private static List<Case> ofExplain() {
    var explain = Requests.EXPLAIN;
    return List.of(
        new Case(
            explain,
            "400 invalid-input",
            "an image without a registry",
            fixture -> explain.unconfirmed(fixture, "mycluster", "image=nginx", "")),
        new Case(
            explain,
            "200 application/json",
            "by tag",
            fixture ->
                explain.unconfirmed(
                    fixture, fixture.clusterWithMirror(), "image=quay.io/app:1", "")),
        new Case(
            explain,
            "200 application/json",
            "a mirror that the cluster blocks",
            fixture -> {
              var cluster = fixture.clusterWithMirror();
              fixture.patch(
                  cluster,
                  "{\"registry_config\": {\"registry_sources\": {\"blocked_registries\": [\"backup.corp.com\"]}}}");
              return explain.send(fixture, cluster, "");
            }),
        new Case(
            explain,
            "200 application/json",
            "a mirror that breaks the pull",
            fixture -> {
              var cluster = fixture.cluster();
              Requests.CREATE.sendBody(fixture, cluster, "", Requests.BREAKING_CREATION);
              return explain.send(fixture, cluster, "");
            }));
  }

  private static List<Case> ofVerify() {
    var verify = Requests.VERIFY;
    var other = "head=1:" + "a".repeat(64);
    var cases =
        new ArrayList<>(
            forms(
                verify,
                "200 ",
                (fixture, output) -> verify.send(fixture, fixture.clusterWithMirror(), output)));
    cases.add(
        new Case(
            verify,
            "409 history-altered",
            "another head",
            fixture -> verify.send(fixture, fixture.clusterWithMirror(), other)));
    cases.add(
        new Case(
            verify,
            "200 application/json",
            "a part of it",
            fixture -> {
              var cluster = fixture.clusterWithMirror();
              Requests.DELETE.send(fixture, cluster, "");
              return verify.send(fixture, cluster, "limit=1");
            }));
    return cases;
  }

  /// The requests to an operation, by its ID.
  private static List<Case> ofOperations() {
    var cases = new ArrayList<Case>();
    for (var operation : List.of("showOperation", "cancelOperation")) {
      var method = operation.equals("showOperation") ? "GET" : "DELETE";
      for (var form :
          List.of(
              "application/json",
              "json:application/json",
              "yaml:application/yaml",
              "text:text/plain")) {
        var output = form.contains(":") ? form.substring(0, form.indexOf(':')) : "";
        cases.add(
            new Case(
                operation,
                "200 " + form.substring(form.indexOf(':') + 1),
                "output=" + output,
                fixture ->
                    fixture.send(
                        method,
                        "/operations/"
                            + fixture.waiting()
                            + (output.isEmpty() ? "" : "?output=" + output),
                        "")));
      }
      cases.add(
          new Case(
              operation,
              "404 operation-not-found",
              "",
              fixture -> fixture.send(method, "/operations/nobody", "")));
      cases.add(
          new Case(
              operation,
              "400 invalid-input",
              "",
              fixture -> fixture.send(method, "/operations/a.b?x=y", "")));
      cases.add(
          new Case(
              operation,
              "400 region-not-allowed",
              "",
              fixture -> fixture.send(method, "/operations/a?region=ap-south-2", "")));
      cases.add(
          new Case(
              operation,
              "400 profile-unknown",
              "",
              fixture -> fixture.send(method, "/operations/a?profile=nobody", "")));
    }
    cases.add(
        new Case(
            "showOperation",
            "200 application/json",
            "that failed",
            fixture -> {
              var cluster = fixture.cluster("{\"state\": \"installing\"}");
              var refused = Requests.CREATE.send(fixture, cluster, "");
              var id = refused.body().path("operation_id").asText();
              return fixture.send("GET", "/operations/" + id, "");
            }));
    cases.add(
        new Case(
            "cancelOperation",
            "409 operation-not-waiting",
            "",
            fixture -> {
              var done = Requests.CREATE.send(fixture, fixture.cluster(), "");
              var id = done.body().at("/operation/id").asText();
              return fixture.send("DELETE", "/operations/" + id, "");
            }));
    return cases;
  }

  private static Case mismatch(Requests request) {
    return new Case(
        request,
        "412 version-mismatch",
        "",
        fixture ->
            request.send(fixture, fixture.clusterWithMirror(), "", "If-Match", "\"000000000000\""));
  }

  private static List<Case> fromRecords() {
    var down = "{\"match\": \"/clusters\", \"status\": 503, \"retry_after\": 3600, \"times\": 99}";
    var cases = new ArrayList<Case>();
    for (var request :
        List.of(
            Requests.LIST,
            Requests.DESCRIBE,
            Requests.DESCRIBE_BY_SOURCE,
            Requests.EXPLAIN,
            Requests.HISTORY,
            Requests.VERIFY)) {
      for (var output : List.of("", "output=text")) {
        cases.add(
            new Case(
                request,
                output.isEmpty() ? "200 application/json" : "200 text/plain",
                "while OCM is down" + output,
                fixture -> {
                  var cluster = fixture.clusterWithMirror();
                  fixture.fault(down);
                  return request.send(fixture, cluster, output);
                }));
      }
    }
    cases.add(
        new Case(
            Requests.LIST,
            "200 text/plain",
            "none",
            fixture -> Requests.LIST.send(fixture, fixture.cluster(), "output=table")));
    cases.add(
        new Case(
            Requests.LIST,
            "200 application/yaml",
            "as a document",
            fixture -> Requests.LIST.send(fixture, fixture.clusterWithMirror(), "output=idms")));
    cases.add(
        new Case(
            Requests.LIST,
            "200 application/json",
            "one that waits",
            fixture -> {
              var cluster = fixture.cluster("{\"state\": \"installing\"}");
              Requests.CREATE.send(fixture, cluster, "defer_until_ready=true");
              return Requests.LIST.send(fixture, cluster, "");
            }));
    cases.add(
        new Case(
            Requests.HISTORY,
            "200 application/json",
            "a page of several",
            fixture -> {
              var cluster = fixture.clusterWithMirror();
              Requests.EDIT.send(fixture, cluster, "reason=moved");
              Requests.DELETE.send(fixture, cluster, "");
              return Requests.HISTORY.send(fixture, cluster, "limit=2");
            }));
    return cases;
  }

  /// The reply to the request on a new cluster, after the fault is set.
  private static ReceivedReply sendWithFault(ApiFixture fixture, Requests request, String fault) {
    var cluster = fixture.cluster();
    fixture.fault(fault);
    return request.send(fixture, cluster, "");
  }
}
