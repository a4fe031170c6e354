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

/// Every operation gives every answer that the document has for it, as the document says.
class ApiRepliesTest {
  private static final ApiDocument DOCUMENT = new ApiDocument();

  /// A bug, and what API Gateway itself says: the local one neither checks who calls, nor counts.
  private static final List<String> NOT_PROVOKED =
      List.of(
          "500 internal-error",
          "403 gateway",
          "429 gateway",
          "502 gateway",
          "504 gateway",
          // 500 writes would have to wait.
          "503 cluster-busy",
          // The store would have to be down.
          "showOperation 503 upstream-unavailable",
          "cancelOperation 503 upstream-unavailable");

  private static Scene scene;

  /// One answer of one operation, and how it comes about.
  ///
  /// @param answer the status, then the media type, the name of the problem, or `gateway`
  record Case(String operation, String answer, String how, Function<Scene, Answered> play) {
    Case(Requests request, String answer, String how, Function<Scene, Answered> play) {
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
    scene = new Scene();
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @AfterEach
  void forgetFaults() {
    scene.noFaults();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitsTheDocument(Case each) {
    var reply = each.play().apply(scene);

    assertThat(reply.kind()).as(reply.text()).isEqualTo(each.answer());
    var operation = DOCUMENT.operation(each.operation());
    assertThat(DOCUMENT.faults(operation, reply)).as(reply.text()).isEmpty();
  }

  @Test
  void hasACaseForEveryAnswerThatCanBeProvoked() {
    var documented =
        DOCUMENT.operations().stream()
            .flatMap(DOCUMENT::answers)
            .filter(answer -> NOT_PROVOKED.stream().noneMatch(answer::endsWith))
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
    cases.addAll(ofEdit());
    cases.addAll(ofDelete());
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
            scene -> request.send(scene, "mycluster", "mirors=a")),
        new Case(
            request,
            "400 invalid-input",
            "faults everywhere",
            scene -> request.sendBody(scene, "my.cluster", "output=xml&region=1&region=2", "[1")),
        new Case(
            request,
            "400 region-not-allowed",
            "",
            scene -> request.send(scene, "mycluster", "region=ap-south-2")),
        new Case(
            request,
            "400 profile-unknown",
            "",
            scene -> request.send(scene, "mycluster", "profile=nobody")),
        new Case(
            request,
            "403 denied",
            "",
            scene -> struck(scene, request, "{\"match\": \"/clusters\", \"status\": 403}")),
        new Case(request, "404 cluster-not-found", "", scene -> request.send(scene, "nobody", "")),
        new Case(
            request,
            "409 cluster-ambiguous",
            "",
            scene -> request.send(scene, scene.twins(), "output=text")),
        new Case(
            request,
            "422 refused-by-ocm",
            "",
            scene -> struck(scene, request, "{\"match\": \"/clusters\", \"status\": 400}")),
        new Case(
            request,
            "502 credentials-rejected",
            "",
            scene ->
                struck(
                    scene, request, "{\"match\": \"/clusters\", \"status\": 401, \"times\": 9}")),
        new Case(
            request,
            "503 upstream-unavailable",
            "",
            scene ->
                struck(
                    scene,
                    request,
                    "{\"match\": \"/clusters\", \"status\": 503, \"retry_after\": 3600, \"times\": 99}")));
  }

  private static List<Case> successes(Requests request) {
    var status = request == Requests.CREATE ? "201 " : "200 ";
    return forms(
        request,
        status,
        (scene, output) ->
            request.send(
                scene,
                request == Requests.CREATE ? scene.cluster() : scene.clusterWithMirror(),
                output));
  }

  private interface Play {
    Answered play(Scene scene, String query);
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
              scene -> play.play(scene, output.isEmpty() ? "" : "output=" + output)));
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
                    scene -> request.send(scene, "hcp-installing", "reason=too+early")),
                new Case(
                    request,
                    "422 cluster-not-hosted",
                    "",
                    scene -> request.send(scene, "classic", "")),
                new Case(
                    request,
                    "422 idempotency-key-reused",
                    "",
                    scene -> {
                      var cluster =
                          request.needsMirror() ? scene.clusterWithMirror() : scene.cluster();
                      var key = "key-" + cluster;
                      request.send(scene, cluster, "", "Idempotency-Key", key);
                      return request.send(
                          scene, cluster, "defer_until_ready=true", "Idempotency-Key", key);
                    })));
    cases.addAll(
        forms(
            request,
            "202 ",
            (scene, output) ->
                request.send(
                    scene,
                    scene.cluster("{\"state\": \"installing\"}"),
                    "defer_until_ready=true&" + output)));
    return cases;
  }

  private static List<Case> ofOneMirror(Requests request) {
    return List.of(
        new Case(
            request, "404 mirror-not-found", "", scene -> request.send(scene, "mycluster", "")));
  }

  private static List<Case> ofCreate() {
    var create = Requests.CREATE;
    var cases =
        new ArrayList<>(
            forms(
                create,
                "200 ",
                (scene, output) -> create.send(scene, scene.clusterWithMirror(), output)));
    cases.add(
        new Case(
            create,
            "409 source-exists",
            "",
            scene ->
                create.sendBody(scene, scene.clusterWithMirror(), "", Requests.OTHER_CREATION)));
    cases.add(
        new Case(
            create,
            "413 gateway",
            "",
            scene -> create.sendBody(scene, "mycluster", "", " ".repeat(11 << 20))));
    cases.add(
        new Case(
            create,
            "400 invalid-input",
            "256 KB and more",
            scene -> create.sendBody(scene, "mycluster", "", " ".repeat(300 << 10) + "x")));
    return cases;
  }

  private static List<Case> ofEdit() {
    var edit = Requests.EDIT;
    return List.of(
        mismatch(edit),
        new Case(
            edit,
            "200 application/json",
            "with the version that it has",
            scene -> edit.send(scene, scene.clusterWithMirror(), "version=10e036c54944")),
        new Case(
            edit,
            "200 application/json",
            "unchanged",
            scene -> edit.sendBody(scene, scene.clusterWithMirror(), "", Requests.CREATION)),
        new Case(
            edit,
            "422 source-immutable",
            "",
            scene -> edit.send(scene, scene.clusterWithMirror(), "source=quay.io/team")),
        new Case(
            edit,
            "413 gateway",
            "",
            scene -> edit.sendBody(scene, "mycluster", "", " ".repeat(11 << 20))));
  }

  private static List<Case> ofDelete() {
    var delete = Requests.DELETE;
    return List.of(
        mismatch(delete),
        new Case(
            delete,
            "428 confirmation-needed",
            "",
            scene -> delete.unconfirmed(scene, scene.clusterWithMirror(), "", "")));
  }

  private static List<Case> ofApply() {
    var apply = Requests.APPLY;
    return List.of(
        new Case(
            apply,
            "200 application/json",
            "a plan",
            scene -> apply.send(scene, scene.clusterWithMirror(), "dry_run=true")),
        new Case(
            apply,
            "200 text/plain",
            "a plan to read",
            scene -> apply.send(scene, scene.clusterWithMirror(), "dry_run=true&output=text")),
        new Case(
            apply,
            "428 confirmation-needed",
            "",
            scene ->
                apply.sendBody(scene, scene.clusterWithMirror(), "", "{\"image_mirrors\": []}")),
        new Case(
            apply,
            "200 application/json",
            "documents, of which something is lost",
            scene ->
                apply.sendBody(
                    scene,
                    scene.cluster(),
                    "yes=true",
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
                (scene, output) ->
                    restore.send(scene, scene.clusterWithMirror(), "dry_run=true&" + output)));
    cases.add(
        new Case(
            restore,
            "200 application/json",
            "to an entry",
            scene -> restore.sendBody(scene, scene.clusterWithMirror(), "to=1", "")));
    cases.add(
        new Case(
            restore,
            "428 confirmation-needed",
            "",
            scene ->
                restore.unconfirmed(scene, scene.clusterWithMirror(), "", Requests.RESTORATION)));
    cases.add(
        new Case(
            restore,
            "400 invalid-input",
            "an entry that is not there",
            scene -> restore.sendBody(scene, scene.clusterWithMirror(), "to=2", "")));
    return cases;
  }

  private static List<Case> ofExplain() {
    var explain = Requests.EXPLAIN;
    return List.of(
        new Case(
            explain,
            "400 invalid-input",
            "an image without a registry",
            scene -> explain.unconfirmed(scene, "mycluster", "?image=nginx", "")),
        new Case(
            explain,
            "200 application/json",
            "by tag",
            scene ->
                explain.unconfirmed(scene, scene.clusterWithMirror(), "?image=quay.io/app:1", "")),
        new Case(
            explain,
            "200 application/json",
            "a mirror that the cluster blocks",
            scene -> {
              var cluster = scene.clusterWithMirror();
              scene.patch(
                  cluster,
                  "{\"registry_config\": {\"registry_sources\": {\"blocked_registries\": [\"backup.corp.com\"]}}}");
              return explain.send(scene, cluster, "");
            }),
        new Case(
            explain,
            "200 application/json",
            "a mirror that breaks the pull",
            scene -> {
              var cluster = scene.cluster();
              Requests.CREATE.sendBody(scene, cluster, "", Requests.BREAKING_CREATION);
              return explain.send(scene, cluster, "");
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
                (scene, output) ->
                    verify.send(scene, scene.clusterWithMirror(), other + "&" + output)));
    cases.add(
        new Case(
            verify,
            "200 application/json",
            "a part of it",
            scene -> {
              var cluster = scene.clusterWithMirror();
              Requests.DELETE.send(scene, cluster, "");
              return verify.send(scene, cluster, "limit=1");
            }));
    return cases;
  }

  /// What is asked of one operation, by its ID.
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
                scene ->
                    scene.send(
                        method,
                        "/operations/"
                            + scene.waiting()
                            + (output.isEmpty() ? "" : "?output=" + output),
                        "")));
      }
      cases.add(
          new Case(
              operation,
              "404 operation-not-found",
              "",
              scene -> scene.send(method, "/operations/nobody", "")));
      cases.add(
          new Case(
              operation,
              "400 invalid-input",
              "",
              scene -> scene.send(method, "/operations/a.b?x=y", "")));
      cases.add(
          new Case(
              operation,
              "400 region-not-allowed",
              "",
              scene -> scene.send(method, "/operations/a?region=ap-south-2", "")));
      cases.add(
          new Case(
              operation,
              "400 profile-unknown",
              "",
              scene -> scene.send(method, "/operations/a?profile=nobody", "")));
    }
    cases.add(
        new Case(
            "showOperation",
            "200 application/json",
            "that failed",
            scene -> {
              var cluster = scene.cluster("{\"state\": \"installing\"}");
              var refused = Requests.CREATE.send(scene, cluster, "");
              var id = refused.body().path("operation_id").asText();
              return scene.send("GET", "/operations/" + id, "");
            }));
    cases.add(
        new Case(
            "cancelOperation",
            "409 operation-not-waiting",
            "",
            scene -> {
              var done = Requests.CREATE.send(scene, scene.cluster(), "");
              var id = done.body().at("/operation/id").asText();
              return scene.send("DELETE", "/operations/" + id, "");
            }));
    return cases;
  }

  private static Case mismatch(Requests request) {
    return new Case(
        request,
        "412 version-mismatch",
        "",
        scene ->
            request.send(scene, scene.clusterWithMirror(), "", "If-Match", "\"000000000000\""));
  }

  private static List<Case> fromRecords() {
    var down = "{\"match\": \"/clusters\", \"status\": 503, \"retry_after\": 3600, \"times\": 99}";
    var cases = new ArrayList<Case>();
    for (var request :
        List.of(
            Requests.LIST,
            Requests.DESCRIBE,
            Requests.EXPLAIN,
            Requests.HISTORY,
            Requests.VERIFY)) {
      for (var output : List.of("", "output=text")) {
        cases.add(
            new Case(
                request,
                output.isEmpty() ? "200 application/json" : "200 text/plain",
                "while OCM is down" + output,
                scene -> {
                  var cluster = scene.clusterWithMirror();
                  scene.fault(down);
                  return request.send(scene, cluster, output);
                }));
      }
    }
    cases.add(
        new Case(
            Requests.LIST,
            "200 text/plain",
            "none",
            scene -> Requests.LIST.send(scene, scene.cluster(), "output=table")));
    cases.add(
        new Case(
            Requests.LIST,
            "200 application/yaml",
            "as a document",
            scene -> Requests.LIST.send(scene, scene.clusterWithMirror(), "output=idms")));
    cases.add(
        new Case(
            Requests.LIST,
            "200 application/json",
            "one that waits",
            scene -> {
              var cluster = scene.cluster("{\"state\": \"installing\"}");
              Requests.CREATE.send(scene, cluster, "defer_until_ready=true");
              return Requests.LIST.send(scene, cluster, "");
            }));
    cases.add(
        new Case(
            Requests.HISTORY,
            "200 application/json",
            "a page of several",
            scene -> {
              var cluster = scene.clusterWithMirror();
              Requests.EDIT.send(scene, cluster, "reason=moved");
              Requests.DELETE.send(scene, cluster, "");
              return Requests.HISTORY.send(scene, cluster, "limit=2&next=0");
            }));
    return cases;
  }

  /// The request's answer on a new cluster, after the fault is set.
  private static Answered struck(Scene scene, Requests request, String fault) {
    var cluster = scene.cluster();
    scene.fault(fault);
    return request.send(scene, cluster, "");
  }
}
