package dev.imagemirrors.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Event.Shape;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.mirror.ListedMirror;
import dev.imagemirrors.mirror.MirrorKey;
import dev.imagemirrors.mirror.MirrorList;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.mirror.MirrorState;
import dev.imagemirrors.operation.Operation;
import dev.imagemirrors.operation.Outcome;
import dev.imagemirrors.operation.Progress;
import dev.imagemirrors.operation.Refusal;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.State;
import dev.imagemirrors.operation.Status;
import dev.imagemirrors.operation.Submitted;
import dev.imagemirrors.operation.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ReplyWriterTest {
  private static final ClusterKey CLUSTER = new ClusterKey("mycluster");
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant UPDATED = Instant.parse("2026-01-03T03:04:05.678Z");

  private static final ImageMirror UBI =
      new ImageMirror(
          "0355f39a-0e81-4906-ae8c-2fbe9dfab29b",
          "registry.redhat.io/ubi9",
          List.of("mirror.example.com/ubi9", "backup.example.com/ubi9"),
          CREATED,
          UPDATED);
  private static final ImageMirror TEAM =
      new ImageMirror(
          "116f3e24-22c7-42d6-8ce5-ec82affc6b41",
          "quay.io/team",
          List.of("mirror.example.com/team"),
          CREATED,
          null);

  private static final Reply LIST =
      MirrorReply.list(
          CLUSTER,
          "c1",
          null,
          List.of(
              new ListedMirror(UBI, MirrorState.IN_SYNC),
              new ListedMirror(TEAM, MirrorState.UNMANAGED)));

  private static final Reply EMPTY = MirrorReply.list(CLUSTER, "c1", null, List.of());

  private static final Reply OF_RECORDS =
      MirrorReply.fromRecords(CLUSTER, "c1", null, List.of(ListedMirror.recorded(TEAM)), UPDATED);

  private static final Write.Create CREATE =
      new Write.Create(MirrorSet.Wanted.of("quay.io/team", "mirror.example.com/team"));

  private static Request request(Write write) {
    var actor = new Actor(Actor.Via.DIRECT, "request-1", null, null);
    return new Request(CLUSTER, write, actor, null, "us-east-1", null, false, null);
  }

  private static Reply ended(Write write, Outcome outcome) {
    var operation =
        new Operation("op1", "c1", request(write), CREATED, CREATED.plusSeconds(86_400));
    var state = outcome instanceof Outcome.Refused ? State.FAILED : State.SUCCEEDED;
    var status = new Status(operation, state, new Progress(1, 1, 0, 0, 0), 1, null, null, outcome);
    return OperationReply.of(
        new Submitted.Ended(status, outcome, List.of()), request(write), new Links("", ""));
  }

  private static final Reply CREATION = ended(CREATE, new Outcome.Created(TEAM));

  private static Json json(String text) {
    try {
      return JsonReader.read(text);
    } catch (JsonFault fault) {
      throw new AssertionError(text, fault);
    }
  }

  private static String text(Output output, Reply reply) {
    return String.valueOf(ReplyWriter.write(Shape.DIRECT, output, reply).at("output").asText());
  }

  private static Object loaded(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }

  private static final String LIST_BODY =
      """
      {"image_mirrors": [
        {"kind": "ImageMirror", "id": "0355f39a-0e81-4906-ae8c-2fbe9dfab29b", "type": "digest",
         "source": "registry.redhat.io/ubi9",
         "mirrors": ["mirror.example.com/ubi9", "backup.example.com/ubi9"],
         "creation_timestamp": "2026-01-02T03:04:05Z",
         "last_update_timestamp": "2026-01-03T03:04:05.678Z",
         "cluster_id": "c1", "version": "%s", "state": "in-sync"},
        {"kind": "ImageMirror", "id": "116f3e24-22c7-42d6-8ce5-ec82affc6b41", "type": "digest",
         "source": "quay.io/team", "mirrors": ["mirror.example.com/team"],
         "creation_timestamp": "2026-01-02T03:04:05Z",
         "cluster_id": "c1", "version": "%s", "state": "unmanaged"}]}
      """
          .formatted(UBI.version(), TEAM.version());

  /// The output of the rosa CLI 1.2.64.
  private static final String ROSA_JSON =
      """
      [
        {
          "kind": "ImageMirror",
          "id": "0355f39a-0e81-4906-ae8c-2fbe9dfab29b",
          "href": "/api/clusters_mgmt/v1/clusters/c1/image_mirrors/0355f39a-0e81-4906-ae8c-2fbe9dfab29b",
          "creation_timestamp": "2026-01-02T03:04:05Z",
          "last_update_timestamp": "2026-01-03T03:04:05Z",
          "mirrors": [
            "mirror.example.com/ubi9",
            "backup.example.com/ubi9"
          ],
          "source": "registry.redhat.io/ubi9",
          "type": "digest"
        },
        {
          "kind": "ImageMirror",
          "id": "116f3e24-22c7-42d6-8ce5-ec82affc6b41",
          "href": "/api/clusters_mgmt/v1/clusters/c1/image_mirrors/116f3e24-22c7-42d6-8ce5-ec82affc6b41",
          "creation_timestamp": "2026-01-02T03:04:05Z",
          "mirrors": [
            "mirror.example.com/team"
          ],
          "source": "quay.io/team",
          "type": "digest"
        }
      ]
      """;

  private static final String ROSA_YAML =
      """
      - creation_timestamp: "2026-01-02T03:04:05Z"
        href: /api/clusters_mgmt/v1/clusters/c1/image_mirrors/0355f39a-0e81-4906-ae8c-2fbe9dfab29b
        id: 0355f39a-0e81-4906-ae8c-2fbe9dfab29b
        kind: ImageMirror
        last_update_timestamp: "2026-01-03T03:04:05Z"
        mirrors:
        - mirror.example.com/ubi9
        - backup.example.com/ubi9
        source: registry.redhat.io/ubi9
        type: digest
      - creation_timestamp: "2026-01-02T03:04:05Z"
        href: /api/clusters_mgmt/v1/clusters/c1/image_mirrors/116f3e24-22c7-42d6-8ce5-ec82affc6b41
        id: 116f3e24-22c7-42d6-8ce5-ec82affc6b41
        kind: ImageMirror
        mirrors:
        - mirror.example.com/team
        source: quay.io/team
        type: digest
      """;

  private static final String ROSA_TABLE =
      """
      ID                                    TYPE    SOURCE                   MIRRORS
      0355f39a-0e81-4906-ae8c-2fbe9dfab29b  digest  registry.redhat.io/ubi9  mirror.example.com/ubi9, backup.example.com/ubi9
      116f3e24-22c7-42d6-8ce5-ec82affc6b41  digest  quay.io/team             mirror.example.com/team
      """;

  private static final String WIDE_TABLE =
      """
      ID                                    TYPE    SOURCE                   MIRRORS                                           STATE      UPDATED
      0355f39a-0e81-4906-ae8c-2fbe9dfab29b  digest  registry.redhat.io/ubi9  mirror.example.com/ubi9, backup.example.com/ubi9  in-sync    2026-01-03T03:04:05Z
      116f3e24-22c7-42d6-8ce5-ec82affc6b41  digest  quay.io/team             mirror.example.com/team                           unmanaged  -
      """;

  private static Json api(int status, String contentType, Map<String, String> more, String body) {
    var headers = Json.object().put("Content-Type", contentType).put("Cache-Control", "no-store");
    more.forEach(headers::put);
    return Json.object()
        .put("statusCode", status)
        .put("headers", headers.build())
        .put("body", body.endsWith("\n") ? body : body + "\n")
        .put("isBase64Encoded", Json.of(false))
        .build();
  }

  private static final String IDMS =
      """
      apiVersion: config.openshift.io/v1
      kind: ImageDigestMirrorSet
      metadata:
        name: image-mirrors-mycluster
      spec:
        imageDigestMirrors:
        - mirrors:
          - mirror.example.com/team
          source: quay.io/team
        - mirrors:
          - mirror.example.com/ubi9
          - backup.example.com/ubi9
          source: registry.redhat.io/ubi9
      """;

  private static final Map<Output, String> API_TYPES =
      Map.of(
          Output.REPLY, "application/json",
          Output.JSON, "application/json",
          Output.YAML, "application/yaml",
          Output.IDMS, "application/yaml",
          Output.TABLE, "text/plain; charset=utf-8",
          Output.WIDE, "text/plain; charset=utf-8",
          Output.TEXT, "text/plain; charset=utf-8");

  private static final Map<Output, String> API_LISTS =
      Map.of(
          Output.REPLY, JsonWriter.write(json(LIST_BODY)),
          Output.JSON, JsonWriter.write(json(ROSA_JSON)),
          Output.YAML, ROSA_YAML,
          Output.IDMS, IDMS,
          Output.TABLE, ROSA_TABLE,
          Output.WIDE, WIDE_TABLE,
          Output.TEXT, ROSA_TABLE);

  @ParameterizedTest
  @EnumSource
  void listsOnTheApi(Output output) {
    assertThat(ReplyWriter.write(Shape.API, output, LIST))
        .isEqualTo(
            api(
                200,
                String.valueOf(API_TYPES.get(output)),
                Map.of(),
                String.valueOf(API_LISTS.get(output))));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "BUS"})
  void listsForADirectCaller(Shape shape) {
    assertThat(ReplyWriter.write(shape, Output.REPLY, LIST)).isEqualTo(json(LIST_BODY));
    assertThat(ReplyWriter.write(shape, Output.JSON, LIST)).isEqualTo(json(ROSA_JSON));
    for (var output : List.of(Output.YAML, Output.TABLE, Output.WIDE, Output.TEXT)) {
      assertThat(ReplyWriter.write(shape, output, LIST))
          .as(output.name())
          .isEqualTo(
              Json.object()
                  .put("image_mirrors", json(LIST_BODY).at("image_mirrors"))
                  .put("output", API_LISTS.get(output))
                  .build());
    }
  }

  /// Text of callers, of documents and of OCM.
  @Test
  void escapesWhatATerminalObeysInProblemsToo() {
    var problem = Reply.Problem.of(ProblemType.DENIED, "OCM said '\u009b2J\u202e'");

    var body = ReplyWriter.write(Shape.API, Output.REPLY, problem).at("body").asText();

    assertThat(body).contains("OCM said '\\u009b2J\\u202e'");
    assertThat(problem.failure()).hasMessage("OCM said '\\u{9b}2J\\u{202e}'");
  }

  @Test
  void printsTextAndTablesInLinesOfTheirOwn() {
    var hostile = "a\u001b[2J\u202e\u2028\nI: forged\u007f";
    var escaped = "a\\u{1b}[2J\\u{202e}\\u{2028}\\nI: forged\\u{7f}";
    var table = new Table(List.of("WHO"), List.of(List.of(hostile)));
    var body = Json.object().put("warnings", Json.strings(List.of(hostile))).build();
    var reply = new Reply.Success(200, body, body, List.of(hostile), table, table, null, Map.of());

    assertThat(ReplyWriter.write(Shape.DIRECT, Output.TEXT, reply).at("output").asText())
        .isEqualTo("W: " + escaped + "\nI: " + escaped + "\n");
    assertThat(ReplyWriter.write(Shape.API, Output.WIDE, reply).at("body").asText())
        .isEqualTo("W: " + escaped + "\nWHO\n" + escaped + "\n");
    assertThat(ReplyWriter.write(Shape.DIRECT, Output.REPLY, reply)).isEqualTo(body);
  }

  @Test
  void printsTheWarningThatNodesAreReplaced() {
    var body = Json.object().put("warnings", Json.strings(List.of(Advice.REPLACES_NODES))).build();
    var reply = new Reply.Success(200, body, body, List.of("done"), null, null, Map.of());

    assertThat(ReplyWriter.write(Shape.DIRECT, Output.TEXT, reply).at("output").asText())
        .isEqualTo("W: " + Advice.REPLACES_NODES + "\nI: done\n");
  }

  @Test
  void printsAnEmptyListAsRosaDoes() {
    var line = "I: No image mirrors found for cluster 'mycluster'\n";

    assertThat(text(Output.TABLE, EMPTY)).isEqualTo(line);
    assertThat(text(Output.WIDE, EMPTY)).isEqualTo(line);
    assertThat(text(Output.TEXT, EMPTY)).isEqualTo(line);
    assertThat(JsonWriter.write(ReplyWriter.write(Shape.DIRECT, Output.JSON, EMPTY)))
        .isEqualTo("[]");
    assertThat(text(Output.YAML, EMPTY)).isEqualTo("[]\n");
    assertThat(JsonWriter.write(ReplyWriter.write(Shape.DIRECT, Output.REPLY, EMPTY)))
        .isEqualTo(
            "{\"messages\":[\"No image mirrors found for cluster 'mycluster'\"],\"image_mirrors\":[]}");
  }

  @Test
  void printsWarningsFirst() {
    var warning =
        "W: OCM cannot be reached: showing the records of cluster 'mycluster' as of"
            + " 2026-01-03T03:04:05.678Z\n";

    assertThat(text(Output.TEXT, OF_RECORDS))
        .isEqualTo(
            warning
                + """
                ID                                    TYPE    SOURCE        MIRRORS
                116f3e24-22c7-42d6-8ce5-ec82affc6b41  digest  quay.io/team  mirror.example.com/team
                """);
    assertThat(text(Output.WIDE, OF_RECORDS)).startsWith(warning).endsWith("  unknown  -\n");
    assertThat(ReplyWriter.write(Shape.API, Output.TEXT, OF_RECORDS).at("body").asText())
        .startsWith(warning);
    assertThat(ReplyWriter.write(Shape.DIRECT, Output.REPLY, OF_RECORDS).at("from_records"))
        .isEqualTo(Json.of(true));
  }

  @Test
  void marksEveryOutputOfRecords() {
    var comment =
        "# OCM cannot be reached: showing the records of cluster 'mycluster' as of"
            + " 2026-01-03T03:04:05.678Z\n";

    assertThat(text(Output.YAML, OF_RECORDS)).startsWith(comment + "- as_of: ");
    assertThat(text(Output.IDMS, OF_RECORDS)).startsWith(comment + "apiVersion: ");
    assertThat(ReplyWriter.write(Shape.DIRECT, Output.JSON, OF_RECORDS).items())
        .extracting(mirror -> mirror.at("as_of").asText())
        .containsExactly("2026-01-03T03:04:05.678Z");
    for (var output : Output.values()) {
      var headers = ReplyWriter.write(Shape.API, output, OF_RECORDS).at("headers");
      assertThat(headers.at("Image-Mirrors-As-Of").asText()).isEqualTo("2026-01-03T03:04:05.678Z");
      assertThat(ReplyWriter.write(Shape.API, output, LIST).at("headers").members())
          .doesNotContainKey("Image-Mirrors-As-Of");
    }
    assertThat(text(Output.YAML, LIST)).doesNotContain("#", "as_of");
  }

  @Test
  void namesTheSourceThatIsNotThere() {
    var none = MirrorReply.list(CLUSTER, "c1", "quay.io/none", List.of());

    assertThat(text(Output.TEXT, none))
        .isEqualTo("I: No image mirror with source 'quay.io/none' found for cluster 'mycluster'\n");
    assertThat(Problems.mirrorNotFound(CLUSTER, new MirrorKey("quay.io/none")).detail())
        .isEqualTo("Image mirror with source 'quay.io/none' for cluster 'mycluster' not found");
    assertThat(Problems.mirrorNotFound(CLUSTER, new MirrorKey("abc")).detail())
        .isEqualTo("Image mirror ID 'abc' for cluster 'mycluster' not found");
  }

  @Test
  void describesOneMirror() {
    var one = MirrorReply.one(CLUSTER, "c1", new ListedMirror(UBI, MirrorState.DRIFTED));

    assertThat(text(Output.TEXT, one))
        .isEqualTo(
            """
            I: Image mirror '0355f39a-0e81-4906-ae8c-2fbe9dfab29b' on cluster 'mycluster' is drifted
            I: Source: registry.redhat.io/ubi9
            I: Mirrors: [mirror.example.com/ubi9 backup.example.com/ubi9]
            """);
    assertThat(text(Output.TABLE, one))
        .isEqualTo(ROSA_TABLE.lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
    assertThat(ReplyWriter.write(Shape.API, Output.TEXT, one).at("headers").at("ETag").asText())
        .isEqualTo("\"" + UBI.version() + "\"");
  }

  private static final String CREATION_BODY =
      """
      {"messages": ["Image mirror with ID '116f3e24-22c7-42d6-8ce5-ec82affc6b41' has been created on cluster 'mycluster'",
                    "Source: quay.io/team", "Mirrors: [mirror.example.com/team]"],
       "image_mirror": {"kind": "ImageMirror", "id": "116f3e24-22c7-42d6-8ce5-ec82affc6b41", "type": "digest",
         "source": "quay.io/team", "mirrors": ["mirror.example.com/team"],
         "creation_timestamp": "2026-01-02T03:04:05Z", "cluster_id": "c1", "version": "%s", "state": "in-sync"},
       "operation": {"id": "op1", "kind": "create", "cluster_id": "c1", "state": "succeeded",
                     "tries": 1, "next_try": null, "done": 1, "total": 1, "outcome": "created",
                     "accepted": "2026-01-02T03:04:05Z", "deadline": "2026-01-03T03:04:05Z"}}
      """
          .formatted(TEAM.version());

  private static final String CREATION_TEXT =
      """
      I: Image mirror with ID '116f3e24-22c7-42d6-8ce5-ec82affc6b41' has been created on cluster 'mycluster'
      I: Source: quay.io/team
      I: Mirrors: [mirror.example.com/team]
      """;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDMS")
  void repliesToACreateOnTheApi(Output output) {
    var body =
        switch (output) {
          case REPLY, JSON -> JsonWriter.write(json(CREATION_BODY));
          case TEXT, TABLE, WIDE -> CREATION_TEXT;
          case YAML, IDMS -> text(Output.YAML, CREATION);
        };

    assertThat(ReplyWriter.write(Shape.API, output, CREATION))
        .isEqualTo(
            api(
                201,
                String.valueOf(API_TYPES.get(output)),
                Map.of("ETag", "\"" + TEAM.version() + "\""),
                body));
  }

  @Test
  void repliesToADirectCreate() {
    assertThat(ReplyWriter.write(Shape.DIRECT, Output.REPLY, CREATION))
        .isEqualTo(json(CREATION_BODY));
    assertThat(ReplyWriter.write(Shape.DIRECT, Output.JSON, CREATION))
        .isEqualTo(json(CREATION_BODY));
    assertThat(text(Output.TEXT, CREATION)).isEqualTo(CREATION_TEXT);
  }

  @Test
  void usesTheMessagesOfTheRosaGuide() {
    var key = new MirrorKey(TEAM.id());
    var edit = new Write.Edit(key, MirrorList.of("mirror.example.com/team"), null, null);
    var delete = new Write.Delete(key, true, null);

    assertThat(text(Output.TEXT, ended(edit, new Outcome.Updated(null, TEAM))))
        .isEqualTo(
            """
            I: Image mirror '116f3e24-22c7-42d6-8ce5-ec82affc6b41' has been updated on cluster 'mycluster'
            I: Source: quay.io/team
            I: Updated mirrors: [mirror.example.com/team]
            """);
    assertThat(text(Output.TEXT, ended(edit, new Outcome.Unchanged(TEAM))))
        .isEqualTo(
            """
            I: Image mirror '116f3e24-22c7-42d6-8ce5-ec82affc6b41' on cluster 'mycluster' is unchanged
            I: Source: quay.io/team
            I: Mirrors: [mirror.example.com/team]
            """);
    var deleted =
        "I: Image mirror '116f3e24-22c7-42d6-8ce5-ec82affc6b41' has been deleted from cluster 'mycluster'\n";
    assertThat(text(Output.TEXT, ended(delete, new Outcome.Deleted(TEAM)))).isEqualTo(deleted);
    assertThat(text(Output.TEXT, ended(delete, new Outcome.Deleted(null)))).isEqualTo(deleted);
  }

  @Test
  void omitsTheEntityTagOfADeletedMirror() {
    var delete = new Write.Delete(new MirrorKey(TEAM.id()), true, null);
    var reply =
        ReplyWriter.write(Shape.API, Output.REPLY, ended(delete, new Outcome.Deleted(TEAM)));

    assertThat(reply.at("headers").members()).containsOnlyKeys("Content-Type", "Cache-Control");
    assertThat(reply.at("statusCode")).isEqualTo(Json.of(200));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05Z",
        "2026-01-02",
        "12345678e901",
        "1e5",
        "123456789012",
        "0x1f",
        "0o17",
        "017",
        "1_000",
        "10:30",
        "190:20:30",
        "1:30:45.5",
        ".5",
        "1.",
        "-1",
        "+1",
        ".inf",
        "-.INF",
        ".nan",
        "true",
        "False",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "n",
        "null",
        "Null",
        "~",
        "",
        " ",
        " x ",
        "a: b",
        "a #b",
        "#a",
        "- a",
        "*.example.com",
        "&a",
        "!a",
        "[a]",
        "{a}",
        "'a'",
        "\"a\"",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "a\nb",
        "a\n",
        "\t",
        "a\tb",
        "\u0001",
        "\u00e4\u4e2d\uD83D\uDE00",
        "=",
        "<<",
        "?",
        "? a",
        ":",
        "a:",
        "---",
        "...",
        "--- a",
        "\\",
        "a,b",
        "0b101",
        "0.0e+1",
        "\u2028",
        "\u0085",
        "\uFEFFx",
        "\u007f"
      })
  void writesYamlThatReadsBackAsTheSameString(String value) {
    var bare = Json.object().put("value", value).put("list", Json.strings(List.of(value))).build();
    var reply = new Reply.Success(200, bare, bare, List.of(), null, null, Map.of());

    assertThat(loaded(text(Output.YAML, reply)))
        .isEqualTo(Map.of("value", value, "list", List.of(value)));
  }

  @Test
  void writesYamlThatReadsBackAsTheReply() throws JsonProcessingException {
    assertThat(loaded(text(Output.YAML, CREATION)))
        .isEqualTo(new ObjectMapper().readValue(CREATION_BODY, Object.class));
    assertThat(loaded(text(Output.YAML, LIST)))
        .isEqualTo(new ObjectMapper().readValue(ROSA_JSON, Object.class));
  }

  private static final Reply.Problem INVALID =
      Reply.Problem.of(
          new Faults(
              List.of(
                  new InvalidField("cluster", "is missing"),
                  new InvalidField("mirrors[1]", "is wrong"))));

  private static final String INVALID_DOCUMENT =
      """
      {"type": "urn:image-mirrors:problem:invalid-input", "title": "The request is invalid",
       "status": 400, "detail": "cluster: is missing; mirrors[1]: is wrong",
       "errors": [{"field": "cluster", "reason": "is missing"}, {"field": "mirrors[1]", "reason": "is wrong"}]}
      """;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TEXT")
  void writesAProblemOnTheApiForEveryOutput(Output output) {
    assertThat(ReplyWriter.write(Shape.API, output, INVALID))
        .isEqualTo(
            api(
                400,
                "application/problem+json",
                Map.of(),
                JsonWriter.write(json(INVALID_DOCUMENT))));
  }

  @Test
  void writesErrorsAsLinesOfText() {
    assertThat(ReplyWriter.write(Shape.API, Output.TEXT, INVALID))
        .isEqualTo(
            api(
                400,
                "text/plain; charset=utf-8",
                Map.of(),
                """
                E: cluster: is missing
                E: mirrors[1]: is wrong
                """));
    var busy =
        Problems.problem(new Refusal.ClusterBusy("a write\nE: forged"), CLUSTER, CREATE)
            .with("operation_id", Json.of("op1"));
    assertThat(ReplyWriter.write(Shape.API, Output.TEXT, busy).at("body").asText())
        .isEqualTo(
            """
            E: Cluster 'mycluster' is busy: a write\\nE: forged
            E: Operation: op1
            """);
    var several =
        Reply.Problem.of(ProblemType.HISTORY_ALTERED, "one. two")
            .with("messages", Json.strings(List.of("one", "two")));
    assertThat(ReplyWriter.write(Shape.API, Output.TEXT, several).at("body").asText())
        .isEqualTo("E: one\nE: two\n");
  }

  @Test
  void saysWhenToRetry() {
    var busy = Problems.problem(new Refusal.ClusterBusy("a write"), CLUSTER, CREATE);
    var soon = Reply.Problem.later(ProblemType.UPSTREAM_UNAVAILABLE, "x", Duration.ofMillis(20));

    assertThat(ReplyWriter.write(Shape.API, Output.REPLY, busy).at("headers").at("Retry-After"))
        .isEqualTo(Json.of("5"));
    assertThat(ReplyWriter.write(Shape.API, Output.REPLY, soon).at("headers").at("Retry-After"))
        .isEqualTo(Json.of("1"));
  }

  @Test
  void showsTheExistingMirror() {
    var there = (Reply.Problem) ended(CREATE, new Outcome.Refused(new Refusal.SourceExists(TEAM)));

    assertThat(
            json(
                String.valueOf(
                    ReplyWriter.write(Shape.API, Output.TABLE, there).at("body").asText())))
        .isEqualTo(
            json(
                """
                {"type": "urn:image-mirrors:problem:source-exists", "title": "The source already has an image mirror",
                 "status": 409,
                 "detail": "Image mirror for source 'quay.io/team' already exists for cluster 'mycluster', with ID '116f3e24-22c7-42d6-8ce5-ec82affc6b41'",
                 "image_mirror": {"kind": "ImageMirror", "id": "116f3e24-22c7-42d6-8ce5-ec82affc6b41",
                   "type": "digest", "source": "quay.io/team", "mirrors": ["mirror.example.com/team"],
                   "creation_timestamp": "2026-01-02T03:04:05Z", "cluster_id": "c1", "version": "%s"},
                 "operation_id": "op1"}
                """
                    .formatted(TEAM.version())));
  }

  @Test
  void failsADirectInvocation() {
    assertThatThrownBy(() -> ReplyWriter.write(Shape.DIRECT, Output.TEXT, INVALID))
        .satisfies(failed ->
            assertThat(failed.getClass().getName())
                .isEqualTo("dev.imagemirrors.event.InvalidInput"))
        .hasMessage("cluster: is missing; mirrors[1]: is wrong");
  }

  @Test
  void failsABusEventOnlyForATransientProblem() {
    assertThat(ReplyWriter.write(Shape.BUS, Output.TEXT, INVALID))
        .isEqualTo(json(INVALID_DOCUMENT));
    assertThatThrownBy(
            () -> ReplyWriter.write(Shape.BUS, Output.REPLY, Problems.unavailable("OCM is away")))
        .satisfies(failed ->
            assertThat(failed.getClass().getName())
                .isEqualTo("dev.imagemirrors.event.UpstreamUnavailable"))
        .hasMessage("OCM is away");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDMS")
  void writesTheResponseTypeOfLambda(Output output) throws JsonProcessingException {
    for (var reply : List.of(LIST, EMPTY, CREATION, INVALID, Problems.unavailable("x"))) {
      var written = ReplyWriter.write(Shape.API, output, reply);

      // Fails on a member that the type does not have.
      var read =
          new ObjectMapper()
              .readValue(JsonWriter.write(written), APIGatewayProxyResponseEvent.class);

      assertThat(read)
          .isEqualTo(
              new APIGatewayProxyResponseEvent()
                  .withStatusCode((int) written.at("statusCode").asLong(0))
                  .withHeaders(
                      written.at("headers").members().entrySet().stream()
                          .collect(
                              java.util.stream.Collectors.toMap(
                                  Map.Entry::getKey,
                                  header -> String.valueOf(header.getValue().asText()))))
                  .withBody(String.valueOf(written.at("body").asText()))
                  .withIsBase64Encoded(false));
    }
  }

  @Test
  void readsEveryOutputByItsName() {
    assertThat(List.of("json", "yaml", "table", "wide", "text").stream().map(Output::of))
        .containsExactly(Output.JSON, Output.YAML, Output.TABLE, Output.WIDE, Output.TEXT);
    for (var name : List.of("reply", "JSON", "xml", "")) {
      assertThatThrownBy(() -> Output.of(name))
          .isInstanceOf(InvalidField.class)
          .hasMessage("output: must be one of json, yaml, table, wide, text, idms");
    }
  }
}
