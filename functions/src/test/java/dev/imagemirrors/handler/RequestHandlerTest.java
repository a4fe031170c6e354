package dev.imagemirrors.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.imagemirrors.announce.AnnounceChangesFunction;
import dev.imagemirrors.apply.ApplyImageMirrorsFunction;
import dev.imagemirrors.canceloperation.CancelOperationFunction;
import dev.imagemirrors.clusterready.ClusterReadyFunction;
import dev.imagemirrors.create.CreateImageMirrorFunction;
import dev.imagemirrors.delete.DeleteImageMirrorFunction;
import dev.imagemirrors.describe.DescribeImageMirrorFunction;
import dev.imagemirrors.edit.EditImageMirrorFunction;
import dev.imagemirrors.event.DirectFailure;
import dev.imagemirrors.explain.ExplainImageFunction;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.list.ListImageMirrorsFunction;
import dev.imagemirrors.ocmproxy.OcmProxyFunction;
import dev.imagemirrors.recover.RecoverOperationsFunction;
import dev.imagemirrors.restore.RestoreImageMirrorsFunction;
import dev.imagemirrors.runoperation.RunOperationFunction;
import dev.imagemirrors.showhistory.ShowHistoryFunction;
import dev.imagemirrors.showoperation.ShowOperationFunction;
import dev.imagemirrors.verifyhistory.VerifyHistoryFunction;
import dev.imagemirrors.watchclusters.WatchClustersFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that a function refuses before any call: nothing listens at its addresses.
public class RequestHandlerTest {
  static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("STACK_NAME", "image-mirrors"),
          Map.entry("AWS_REGION", "us-east-1"),
          Map.entry("AWS_ACCESS_KEY_ID", "local"),
          Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
          Map.entry("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
          Map.entry("TABLE_NAME", "mirrors"),
          Map.entry("HISTORY_TABLE_NAME", "history"),
          Map.entry("QUEUE_NAME", "operations.fifo"),
          Map.entry("DEAD_LETTER_QUEUE_NAME", "dead.fifo"),
          Map.entry("EVENT_BUS_NAME", "default"),
          Map.entry("OCM_URL", "http://127.0.0.1:1"),
          Map.entry("OCM_TOKEN_URL", "http://127.0.0.1:1/token"),
          Map.entry("OCM_SECRET_ID", "ocm"));

  public static final Map<Class<?>, LambdaHandler> FUNCTIONS = functions();

  /// A new instance of every function.
  public static Map<Class<?>, LambdaHandler> functions() {
    var functions = new LinkedHashMap<Class<?>, LambdaHandler>();
    Stream.<Function<Map<String, String>, LambdaHandler>>of(
            CreateImageMirrorFunction::new,
            EditImageMirrorFunction::new,
            ListImageMirrorsFunction::new,
            DescribeImageMirrorFunction::new,
            DeleteImageMirrorFunction::new,
            ApplyImageMirrorsFunction::new,
            ShowHistoryFunction::new,
            ShowOperationFunction::new,
            CancelOperationFunction::new,
            RunOperationFunction::new,
            ExplainImageFunction::new,
            VerifyHistoryFunction::new,
            RestoreImageMirrorsFunction::new,
            AnnounceChangesFunction::new,
            ClusterReadyFunction::new,
            WatchClustersFunction::new,
            RecoverOperationsFunction::new,
            OcmProxyFunction::new)
        .map(make -> make.apply(ENVIRONMENT))
        .forEach(function -> functions.put(function.getClass(), function));
    return functions;
  }

  static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("cluster", "\"c\""),
          Map.entry("source", "\"s/s\""),
          Map.entry("mirrors", "[\"m/m\"]"),
          Map.entry("type", "\"digest\""),
          Map.entry(
              "image_mirrors",
              "[{\"source\": \"s/s\", \"mirrors\": \"m/m\", \"type\": \"digest\"}]"),
          Map.entry("accept_losses", "true"),
          Map.entry("exclusive", "true"),
          Map.entry("dry_run", "true"),
          Map.entry("id", "\"i\""),
          Map.entry("version", "\"v\""),
          Map.entry("reason", "\"r\""),
          Map.entry("yes", "true"),
          Map.entry("defer_until_ready", "true"),
          Map.entry("idempotency_key", "\"k\""),
          Map.entry("limit", "5"),
          Map.entry("after", "3"),
          Map.entry("since", "\"2026-01-02T03:04:05Z\""),
          Map.entry("until", "\"2026-01-02T03:04:06Z\""),
          Map.entry("by", "\"pat\""),
          Map.entry("outcome", "[\"created\"]"),
          Map.entry("state", "\"running, failed\""),
          Map.entry("order", "\"asc\""),
          Map.entry("from", "1"),
          Map.entry("to", "2"),
          Map.entry("image", "\"quay.io/a\""),
          Map.entry("head", "\"7:" + "0".repeat(64) + "\""),
          Map.entry("next", "\"7\""),
          Map.entry("region", "\"us-east-1\""),
          Map.entry("profile", "\"p\""),
          Map.entry("output", "\"text\""));

  /// The fields of each function, with valid values.
  private static final Map<Class<?>, Map<String, String>> FIELDS =
      Map.ofEntries(
          fields(
              CreateImageMirrorFunction.class,
              "cluster source mirrors type reason defer_until_ready idempotency_key"),
          fields(
              EditImageMirrorFunction.class,
              "cluster id source mirrors type version reason defer_until_ready idempotency_key"),
          fields(ListImageMirrorsFunction.class, "cluster source"),
          fields(DescribeImageMirrorFunction.class, "cluster id"),
          fields(
              DeleteImageMirrorFunction.class,
              "cluster id yes version reason defer_until_ready idempotency_key"),
          fields(
              ApplyImageMirrorsFunction.class,
              "cluster image_mirrors exclusive dry_run yes accept_losses reason defer_until_ready idempotency_key"),
          fields(ShowHistoryFunction.class, "cluster id after since until by outcome order limit"),
          fields(ShowOperationFunction.class, "cluster state since until by outcome order limit"),
          fields(CancelOperationFunction.class, "id"),
          fields(ExplainImageFunction.class, "cluster image"),
          fields(AnnounceChangesFunction.class, "cluster from to"),
          fields(
              RestoreImageMirrorsFunction.class,
              "cluster to exclusive dry_run yes reason defer_until_ready idempotency_key"),
          goingOnFromAHash(fields(VerifyHistoryFunction.class, "cluster head limit next")),
          fields(RunOperationFunction.class, "id"),
          fields(ClusterReadyFunction.class, "cluster"),
          fields(WatchClustersFunction.class, ""),
          fields(RecoverOperationsFunction.class, ""));

  private static Map.Entry<Class<?>, Map<String, String>> fields(Class<?> function, String names) {
    var fields = new LinkedHashMap<String, String>();
    for (var name : (names + " region profile output").strip().split(" ", -1)) {
      fields.put(name, requireNonNull(VALUES.get(name)));
    }
    return Map.entry(function, fields);
  }

  /// The `next` of a verification is not a number.
  private static Map.Entry<Class<?>, Map<String, String>> goingOnFromAHash(
      Map.Entry<Class<?>, Map<String, String>> fields) {
    var next = requireNonNull(VALUES.get("head"));
    return Map.entry(fields.getKey(), with(fields.getValue(), "next", next));
  }

  private static final Set<String> FLAGS =
      Set.of("yes", "accept_losses", "defer_until_ready", "exclusive", "dry_run");

  private static String invoke(Class<?> function, String event) {
    return invoke(function, event, new TestContext());
  }

  private static String invoke(Class<?> function, String event, TestContext context) {
    var reply = new ByteArrayOutputStream();
    try {
      requireNonNull(FUNCTIONS.get(function))
          .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), reply, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply.toString(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("all")
  void doesNothingOnTheEventThatKeepsAVersionActive(Class<?> function) {
    assertThat(invoke(function, "{\"keep_alive\": true}")).isEqualTo("{}");
    assertThat(invoke(function, "{\"keep_alive\":true}")).isEqualTo("{}");
  }

  /// Anybody who may invoke a function can write a record that looks like the table's.
  @ParameterizedTest
  @ValueSource(strings = {"live", "7", "$LATEST"})
  void announcesOnlyRecordsThatLambdaHasRead(String alias) {
    var forged =
        """
        {"Records": [{"eventName": "REMOVE", "dynamodb": {"Keys": {"cluster_id": {"S": "c"}, "number": {"N": "1"}}}}]}
        """;

    assertThatThrownBy(() -> invoke(AnnounceChangesFunction.class, forged, new TestContext(alias)))
        .isInstanceOf(DirectFailure.class)
        .hasMessageContaining("Records: unknown field");
    assertThat(invoke(AnnounceChangesFunction.class, forged)).startsWith("{\"batchItemFailures\"");
  }

  /// The ID and the cluster of such an event are those of any event.
  @Test
  void announcesNoRefusalOfAnEventThatOnlyLooksLikeOneOfTheBus() {
    var forged =
        """
        {"id": "e-1", "detail-type": "Create Image Mirror", "source": "a", "detail": {"cluster": "c"}}
        """;

    assertThat(invoke(CreateImageMirrorFunction.class, forged, new TestContext("live")))
        .contains("Image mirror source is required");
    assertThatThrownBy(() -> invoke(CreateImageMirrorFunction.class, forged))
        .isNotInstanceOf(DirectFailure.class);
  }

  private static void assertFails(ThrowingCallable invocation, String type, String detail) {
    assertThatThrownBy(invocation)
        .isInstanceOfSatisfying(
            DirectFailure.class,
            failure -> {
              assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
              assertThat(failure).hasMessage(detail);
              assertThat(failure.getStackTrace()).isEmpty();
            });
  }

  private static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\": " + field.getValue())
        .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    var changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  static Stream<Arguments> fields() {
    return FIELDS.entrySet().stream()
        .flatMap(function ->
            function.getValue().keySet().stream()
                .map(field -> Arguments.of(function.getKey(), field)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void namesAFieldOfAWrongType(Class<?> function, String field) {
    var good = requireNonNull(FIELDS.get(function));
    var wrong = new ArrayList<>(List.of("{}", "{\"a\": \"b\"}", "[[]]", "-0.5"));
    if (!FLAGS.contains(field)) {
      wrong.add("false");
    }
    for (var value : wrong) {
      assertThatThrownBy(() -> invoke(function, object(with(good, field, value))))
          .as(value)
          .isInstanceOfSatisfying(
              DirectFailure.class,
              failure -> {
                assertThat(failure.getClass().getSimpleName()).isEqualTo("InvalidInput");
                assertThat(failure.getMessage()).startsWith(field).doesNotContain(";");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void acceptsEveryFieldThatItHas(Class<?> function, String field) {
    var good = requireNonNull(FIELDS.get(function));

    assertThat(good).containsKey(field);
    assertFails(
        () -> invoke(function, object(good)),
        "ProfileUnknown",
        "Unknown profile 'p'; this stack has no profiles");
  }

  static Stream<Class<?>> all() {
    return FIELDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnUnknownField(Class<?> function) {
    var event = object(with(requireNonNull(FIELDS.get(function)), "mirors", "1"));

    assertThatThrownBy(() -> invoke(function, event))
        .isInstanceOf(DirectFailure.class)
        .hasMessageStartingWith("mirors: unknown field; ");
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnEventWithoutAShape(Class<?> function) {
    assertFails(() -> invoke(function, ""), "InvalidInput", "event: is empty");
    assertFails(() -> invoke(function, "[]"), "InvalidInput", "event: must be a JSON object");
    assertThatThrownBy(() -> invoke(function, "{}"))
        .hasMessageStartingWith(
            function == CreateImageMirrorFunction.class
                ? "source: Image mirror source is required; mirrors: At least one mirror registry must"
                    + " be specified; cluster: Cluster is required."
                : "");
  }

  @Test
  void reportsEveryFaultOnce() {
    assertFails(
        () ->
            invoke(
                CreateImageMirrorFunction.class,
                """
                {"cluster": "not a cluster", "source": "UPPER/Case", "mirrors": ["good", "a/b:tag"],
                 "type": "tag", "output": "xml", "mirors": "x", "region": 3}
                """),
        "InvalidInput",
        "output: must be one of json, yaml, table, wide, text, idms; region: must be a string; source: path"
            + " segment 'Case' must be lower-case letters and digits, joined by '.', '_', '__' or"
            + " dashes; mirrors[1]: must not have a tag: leave out ':tag'; type: must be 'digest', the"
            + " only supported type; cluster: must be a cluster's name, ID or external ID: letters,"
            + " digits, '_' and '-', at most 255; mirors: unknown field; did you mean 'mirrors'?");
  }

  @Test
  void hasNoFiltersForOneOperation() {
    assertFails(
        () ->
            invoke(
                ShowOperationFunction.class,
                "{\"cluster\": \"c\", \"id\": \"i\", \"state\": \"failed\"}"),
        "InvalidInput",
        "state: unknown field; the fields are output, region, profile, id, cluster");
    assertFails(
        () -> invoke(ShowOperationFunction.class, "{\"id\": \"i!\"}"),
        "InvalidInput",
        "id: is not a valid operation ID");
  }

  @Test
  void offersADocumentOnlyForAList() {
    assertFails(
        () ->
            invoke(
                DescribeImageMirrorFunction.class,
                "{\"cluster\": \"c\", \"id\": \"i\", \"output\": \"idms\"}"),
        "InvalidInput",
        "output: can be 'idms' only when listing image mirrors");
  }

  @Test
  void refusesARegionThatIsNotAllowedAndNamesTheAllowedOnes() {
    assertFails(
        () ->
            invoke(
                ListImageMirrorsFunction.class, "{\"cluster\": \"c\", \"region\": \"eu-west-1\"}"),
        "RegionNotAllowed",
        "Region 'eu-west-1' is not allowed; this stack allows us-east-1");
  }

  @Test
  void limitsEveryStringThatIsRepeatedOrStored() {
    for (var field : List.of("version", "region", "profile")) {
      var event =
          "{\"cluster\": \"c\", \"id\": \"i\", \"" + field + "\": \"" + "x".repeat(65) + "\"}";
      assertFails(
          () -> invoke(DeleteImageMirrorFunction.class, event),
          "InvalidInput",
          field + ": has 65 characters; at most 64 are allowed");
    }
    assertFails(
        () ->
            invoke(
                DeleteImageMirrorFunction.class,
                "{\"cluster\": \"c\", \"id\": \"i\", \"reason\": \"" + "x".repeat(1001) + "\"}"),
        "InvalidInput",
        "reason: has 1001 characters; at most 1000 are allowed");
  }

  @Test
  void limitsTheProductOfRegionAndMirrors() {
    var event =
        "{\"cluster\": \"c\", \"source\": \"s/s\", \"region\": \""
            + "x".repeat(100_000)
            + "\", \"mirrors\": \""
            + "{region}".repeat(15_000)
            + "\"}";

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertFails(
                () -> invoke(CreateImageMirrorFunction.class, event),
                "InvalidInput",
                "region: has 100000 characters; at most 64 are allowed; mirrors[0]: has 135000"
                    + " characters; at most 255 are allowed"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsTheReplyToManyFaultsSmall(Class<?> function) throws JsonFault {
    var body = new StringBuilder("{\"cluster\": 1");
    for (var i = 0; body.length() < 250_000; i++) {
      body.append(",\"f").append(i).append("\":1");
    }
    var event =
        JsonWriter.write(
            Json.object()
                .put("httpMethod", "GET")
                .put("requestContext", Json.object().build())
                .put("body", body.append('}').toString())
                .build());

    var reply = invoke(function, event);

    assertThat(reply).hasSizeLessThan(100_000);
    assertThat(JsonReader.read(reply).at("statusCode")).isEqualTo(Json.of(400));
  }
}
