package dev.imagemirrors.local.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The project's template.yaml, held against the code and the design.
class TemplateTest {
  private static final Path PROJECT = ProjectTemplate.PROJECT;

  /// The one that is there only where it is wanted.
  private static final String OCM_PROXY = "OcmProxyFunction";

  private static final String ANNOUNCE_CHANGES = "AnnounceChangesFunction";
  private static final String ROLE = "arn:aws:iam::111122223333:role/mirrors";
  private static final JsonNode ROOT = ProjectTemplate.ROOT;

  /// What a function is called by, and where its events are.
  private record Contract(
      String events, List<String> routes, List<String> detailTypes, List<String> files) {
    static Contract read(String events, String... routes) {
      return new Contract(events, List.of(routes), List.of(), List.of("api.json", "console.json"));
    }

    static Contract write(String events, String detailType, String... routes) {
      return new Contract(
          events,
          List.of(routes),
          List.of(detailType),
          List.of("api.json", "bus.json", "console.json"));
    }

    /// Called by AWS itself, and by hand.
    static Contract called(String events, String shape) {
      return new Contract(events, List.of(), List.of(), List.of(shape, "console.json"));
    }
  }

  private static final Map<String, Contract> CONTRACTS =
      Map.ofEntries(
          Map.entry(
              "CreateImageMirrorFunction",
              Contract.write(
                  "create", "Create Image Mirror", "POST /clusters/{cluster}/image-mirrors")),
          Map.entry(
              "EditImageMirrorFunction",
              Contract.write(
                  "edit",
                  "Edit Image Mirror",
                  "PATCH /clusters/{cluster}/image-mirrors/{id}",
                  "PATCH /clusters/{cluster}/image-mirrors")),
          Map.entry(
              "ListImageMirrorsFunction",
              Contract.read("list", "GET /clusters/{cluster}/image-mirrors")),
          Map.entry(
              "DescribeImageMirrorFunction",
              Contract.read(
                  "describe",
                  "GET /clusters/{cluster}/image-mirrors/{id}",
                  "GET /clusters/{cluster}/image-mirror")),
          Map.entry(
              "DeleteImageMirrorFunction",
              Contract.write(
                  "delete",
                  "Delete Image Mirror",
                  "DELETE /clusters/{cluster}/image-mirrors/{id}",
                  "DELETE /clusters/{cluster}/image-mirrors")),
          Map.entry(
              "ApplyImageMirrorsFunction",
              Contract.write(
                  "apply", "Apply Image Mirrors", "PUT /clusters/{cluster}/image-mirrors")),
          Map.entry(
              "RestoreImageMirrorsFunction",
              Contract.read("restore", "POST /clusters/{cluster}/restore")),
          Map.entry(
              "ShowHistoryFunction",
              Contract.read(
                  "showhistory",
                  "GET /clusters/{cluster}/history",
                  "GET /clusters/{cluster}/image-mirrors/{id}/history")),
          Map.entry(
              "VerifyHistoryFunction",
              Contract.read("verifyhistory", "GET /clusters/{cluster}/history/verify")),
          Map.entry(
              "ShowOperationFunction",
              Contract.read(
                  "showoperation", "GET /operations/{id}", "GET /clusters/{cluster}/operations")),
          Map.entry(
              "CancelOperationFunction",
              Contract.read("canceloperation", "DELETE /operations/{id}")),
          Map.entry(
              "ExplainImageFunction", Contract.read("explain", "GET /clusters/{cluster}/explain")),
          Map.entry(
              "OcmProxyFunction", Contract.read("ocmproxy", "ANY /{proxy+}", "ANY /api/{proxy+}")),
          Map.entry(
              ANNOUNCE_CHANGES,
              new Contract(
                  "announce",
                  List.of(),
                  List.of(),
                  List.of("stream.json", "bus.json", "console.json"))),
          Map.entry("RunOperationFunction", Contract.called("runoperation", "queue.json")),
          Map.entry(
              "ClusterReadyFunction",
              new Contract(
                  "clusterready",
                  List.of(),
                  List.of("Cluster Ready"),
                  List.of("bus.json", "console.json"))),
          Map.entry("WatchClustersFunction", Contract.called("watchclusters", "schedule.json")),
          Map.entry("RecoverOperationsFunction", Contract.called("recover", "schedule.json")));

  static final String MIRRORS = "dynamodb:*:table/image-mirrors-mirrors";
  static final String HISTORY = "dynamodb:*:table/image-mirrors-history";
  static final String SECRET = "secretsmanager:*:secret:image-mirrors/ocm-??????";
  private static final String QUEUE = "sqs:*:image-mirrors-operations.fifo";
  private static final String DEAD = "sqs:*:image-mirrors-operations-dead.fifo";

  private static final List<String> OCM = List.of("secretsmanager:GetSecretValue on " + SECRET);

  private static final List<String> WRITE =
      List.of(
          "dynamodb:DeleteItem on " + MIRRORS,
          "dynamodb:GetItem on " + MIRRORS,
          "dynamodb:PutItem on " + MIRRORS,
          "dynamodb:Query on " + MIRRORS,
          "dynamodb:UpdateItem on " + MIRRORS,
          "dynamodb:PutItem on " + HISTORY);

  private static final List<String> END =
      List.of(
          "dynamodb:GetItem on " + MIRRORS,
          "dynamodb:PutItem on " + MIRRORS,
          "dynamodb:UpdateItem on " + MIRRORS,
          "dynamodb:Query on " + MIRRORS + "/index/unfinished",
          "dynamodb:PutItem on " + HISTORY);

  private static final List<String> SEND =
      List.of("sqs:GetQueueUrl on " + QUEUE, "sqs:SendMessage on " + QUEUE);

  private static final List<String> ANNOUNCE =
      List.of("events:PutEvents on events:*:event-bus/default");

  private static final List<String> READ = List.of("dynamodb:Query on " + MIRRORS);

  private static final List<String> READ_OPERATIONS =
      List.of(
          "dynamodb:GetItem on " + MIRRORS,
          "dynamodb:Query on " + MIRRORS + "/index/operations",
          "dynamodb:Query on " + MIRRORS + "/index/unfinished");

  private static final Map<String, List<String>> RIGHTS =
      Map.ofEntries(
          Map.entry("CreateImageMirrorFunction", all(OCM, WRITE, SEND, ANNOUNCE)),
          Map.entry("EditImageMirrorFunction", all(OCM, WRITE, SEND, ANNOUNCE)),
          Map.entry("DeleteImageMirrorFunction", all(OCM, WRITE, SEND, ANNOUNCE)),
          Map.entry(
              "ApplyImageMirrorsFunction",
              all(OCM, WRITE, READ, SEND, ANNOUNCE).stream().sorted().toList()),
          Map.entry(
              "RestoreImageMirrorsFunction",
              all(OCM, WRITE, READ, SEND, ANNOUNCE, List.of("dynamodb:Query on " + HISTORY))),
          Map.entry(
              "ListImageMirrorsFunction",
              all(
                  OCM,
                  READ,
                  List.of(
                      "dynamodb:BatchGetItem on " + MIRRORS, "dynamodb:GetItem on " + MIRRORS))),
          Map.entry("ExplainImageFunction", all(OCM, READ)),
          Map.entry(
              "AnnounceChangesFunction",
              all(
                  OCM,
                  READ,
                  READ_OPERATIONS,
                  ANNOUNCE,
                  List.of("dynamodb:PutItem on " + HISTORY, "dynamodb:Query on " + HISTORY))),
          Map.entry("DescribeImageMirrorFunction", all(OCM, READ)),
          Map.entry(
              "ShowHistoryFunction",
              all(
                  OCM,
                  READ,
                  List.of(
                      "dynamodb:BatchGetItem on " + HISTORY,
                      "dynamodb:Query on " + HISTORY,
                      "dynamodb:Query on " + HISTORY + "/index/mirror_key",
                      "dynamodb:Query on " + HISTORY + "/index/second_mirror_key"))),
          Map.entry(
              "VerifyHistoryFunction",
              all(
                  OCM,
                  READ,
                  List.of("dynamodb:GetItem on " + MIRRORS, "dynamodb:Query on " + HISTORY))),
          Map.entry("ShowOperationFunction", all(OCM, READ, READ_OPERATIONS)),
          Map.entry("CancelOperationFunction", END),
          Map.entry(
              "RunOperationFunction",
              all(OCM, WRITE, SEND, List.of("sqs:ChangeMessageVisibility on " + QUEUE))),
          Map.entry("ClusterReadyFunction", all(OCM, WRITE, SEND)),
          Map.entry("OcmProxyFunction", all(OCM, WRITE, SEND, READ_OPERATIONS)),
          Map.entry("WatchClustersFunction", all(OCM, READ_OPERATIONS, SEND, ANNOUNCE)),
          Map.entry(
              "RecoverOperationsFunction",
              all(
                  OCM,
                  END,
                  SEND,
                  ANNOUNCE,
                  List.of(
                      "sqs:DeleteMessage on " + DEAD,
                      "sqs:GetQueueUrl on " + DEAD,
                      "sqs:ReceiveMessage on " + DEAD))));

  @SafeVarargs
  private static List<String> all(List<String>... rights) {
    var all = new ArrayList<String>();
    for (var some : rights) {
      all.addAll(some);
    }
    return List.copyOf(all);
  }

  static Stream<String> functions() {
    return CONTRACTS.keySet().stream().sorted();
  }

  private static Template template() {
    return TemplateFile.parse(ProjectTemplate.read("template.yaml"))
        .at(ProjectTemplate.surroundings(Map.of("OcmProxy", "on")));
  }

  static Stream<String> functionsWithProfiles() {
    return functions().filter(function -> !function.equals(OCM_PROXY));
  }

  private static FunctionResource function(String name) {
    return template().functions().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> classes() {
    try (var files = Files.walk(PROJECT.resolve("functions/src/main/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Function.java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> resources(String type) {
    return StreamSupport.stream(ROOT.path("Resources").spliterator(), false)
        .filter(resource -> resource.path("Type").asText().equals(type))
        .toList();
  }

  @Test
  void hasExactlyTheFunctionClasses() {
    assertThat(template().functions().stream().map(FunctionResource::name))
        .containsExactlyInAnyOrderElementsOf(classes())
        .containsExactlyInAnyOrderElementsOf(CONTRACTS.keySet())
        .containsExactlyInAnyOrderElementsOf(RIGHTS.keySet());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void namesAHandlerThatExists(String function) throws ReflectiveOperationException {
    var handler =
        ROOT.path("Resources").path(function).at("/Properties/Handler").asText().split("::", -1);

    var method =
        Class.forName(handler[0])
            .getMethod(handler[1], InputStream.class, OutputStream.class, Context.class);

    assertThat(handler[0]).endsWith("." + function);
    assertThat(handler[1]).isEqualTo("handleRequest");
    assertThat(method.getReturnType()).isEqualTo(void.class);
    assertThat(Class.forName(handler[0]).getConstructor()).isNotNull();
  }

  @Test
  void hasOneRuntimeAndOnePackageForAllFunctions() {
    assertThat(ROOT.at("/Globals/Function/Runtime").asText()).isEqualTo("java25");
    assertThat(ROOT.at("/Globals/Function/CodeUri").asText())
        .isEqualTo("functions/target/image-mirrors-functions.zip");
    for (var function : resources("AWS::Serverless::Function")) {
      assertThat(function.path("Properties").has("Runtime")).isFalse();
      assertThat(function.path("Properties").has("CodeUri")).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void timesOutBeforeTheApi(String function) {
    var called = contract(function).routes().isEmpty();
    assertThat(function(function).timeout()).hasSeconds(called ? 60 : 28);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void hasAnEventOfEachShape(String function) throws IOException {
    var contract = contract(function);
    try (var files = Files.list(PROJECT.resolve("events").resolve(contract.events()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(contract.files());
    }
  }

  private static Contract contract(String function) {
    return java.util.Objects.requireNonNull(CONTRACTS.get(function));
  }

  @Test
  void hasTheRoutesOfTheDesign() {
    var routes = new TreeMap<String, TreeSet<String>>();
    for (var route : template().routes()) {
      assertThat(route.apiId())
          .isEqualTo(route.function().equals(OCM_PROXY) ? "OcmProxyApi" : "Api");
      routes
          .computeIfAbsent(route.function(), _ -> new TreeSet<>())
          .add(route.method() + " " + route.path());
    }

    var expected = new TreeMap<String, TreeSet<String>>();
    CONTRACTS.forEach((name, contract) -> {
      if (!contract.routes().isEmpty()) {
        expected.put(name, new TreeSet<>(contract.routes()));
      }
    });
    assertThat(routes).isEqualTo(expected);
  }

  @Test
  void requiresASignature() {
    assertThat(ROOT.at("/Resources/Api/Properties/Auth/DefaultAuthorizer").asText())
        .isEqualTo("AWS_IAM");
    for (var function : resources("AWS::Serverless::Function")) {
      for (var event : function.at("/Properties/Events")) {
        assertThat(event.path("Properties").has("Auth")).isFalse();
      }
    }
  }

  @Test
  void hasTheOcmProxyOnlyIfEnabledAndForAllowedAddresses() {
    var closed =
        TemplateFile.parse(ProjectTemplate.read("template.yaml"))
            .at(ProjectTemplate.surroundings(Map.of()));
    assertThat(closed.functions()).extracting(FunctionResource::name).doesNotContain(OCM_PROXY);
    assertThat(closed.routes()).noneMatch(route -> route.function().equals(OCM_PROXY));
    for (var resource : ROOT.path("Resources").properties()) {
      var ofTheOcmProxy = resource.getKey().startsWith("OcmProxy");
      assertThat(resource.getValue().path("Condition").asText().equals("HasOcmProxy"))
          .as(resource.getKey())
          .isEqualTo(ofTheOcmProxy);
    }

    var api = ROOT.at("/Resources/OcmProxyApi/Properties");
    var said = api.at("/Auth/ResourcePolicy/CustomStatements");
    assertThat(api.path("StageName").asText()).isEqualTo("api");
    assertThat(api.at("/Auth/DefaultAuthorizer").isMissingNode()).isTrue();
    assertThat(said.findValuesAsText("Effect")).containsExactly("Allow", "Deny");
    assertThat(said.at("/1/Condition/NotIpAddress/aws:SourceIp/Ref").asText())
        .isEqualTo("OcmProxyAllowedCidrs");
    assertThat(ROOT.at("/Parameters/OcmProxyAllowedCidrs/Default").asText())
        .isEqualTo("127.0.0.1/32");
    assertThat(api.path("MethodSettings"))
        .isEqualTo(ROOT.at("/Resources/Api/Properties/MethodSettings"));
    assertThat(api.at("/AccessLogSetting/Format").asText())
        .contains("$context.requestId", "$context.status")
        .doesNotContainIgnoringCase("authorization");
  }

  @Test
  void reservesConcurrencyForEveryFunction() {
    var groups = new TreeMap<String, Integer>();
    for (var resource : ROOT.path("Resources").properties()) {
      var each = resource.getValue();
      if (each.path("Type").asText().equals("AWS::Serverless::Function")) {
        var reserved = each.at("/Properties/ReservedConcurrentExecutions/Fn::If");
        var group = reserved.at("/1/Ref").asText();
        assertThat(reserved.at("/0").asText()).isEqualTo("Reserves" + group);
        assertThat(reserved.at("/2/Ref").asText()).isEqualTo("AWS::NoValue");
        groups.merge(group, 1, Integer::sum);
      }
    }

    assertThat(groups)
        .isEqualTo(Map.of("ReadConcurrency", 6, "WriteConcurrency", 7, "BackgroundConcurrency", 5));
    assertThat(
            ROOT.at(
                    "/Resources/RunOperationFunction/Properties/Events/Queue/Properties/ScalingConfig/MaximumConcurrency/Ref")
                .asText())
        .isEqualTo("QueueConcurrency");
  }

  /// Lambda takes its chain of messages for a loop, and would drop the next one.
  @Test
  void allowsTheWorkQueueItsChainsOfMessages() {
    assertThat(ROOT.at("/Resources/RunOperationFunction/Properties/RecursiveLoop").asText())
        .isEqualTo("Allow");
  }

  @Test
  void throttlesMonitorsAndCanDisableTheApi() {
    var api = ROOT.at("/Resources/Api/Properties");
    var every = api.at("/MethodSettings/0");
    var denied = api.at("/Auth/ResourcePolicy/CustomStatements");

    assertThat(every.path("ResourcePath").asText()).isEqualTo("/*");
    assertThat(every.path("HttpMethod").asText()).isEqualTo("*");
    assertThat(every.at("/ThrottlingRateLimit/Ref").asText()).isEqualTo("ApiRateLimit");
    assertThat(every.at("/ThrottlingBurstLimit/Ref").asText()).isEqualTo("ApiBurstLimit");
    assertThat(api.path("TracingEnabled").asBoolean()).isTrue();
    assertThat(api.at("/AccessLogSetting/DestinationArn").toString()).contains("ApiAccessLogs");
    assertThat(api.at("/AccessLogSetting/Format").asText())
        .contains("$context.requestId", "$context.identity.userArn", "$context.status");
    assertThat(denied).hasSize(1);
    assertThat(denied.at("/0/Effect").asText()).isEqualTo("Deny");
    assertThat(denied.at("/0/Condition/NotIpAddress/aws:SourceIp/Ref").asText())
        .isEqualTo("ApiAllowedCidrs");
    assertThat(ROOT.at("/Parameters/ApiAllowedCidrs/Default").asText()).isEqualTo("0.0.0.0/0,::/0");
  }

  @Test
  void acceptsEventsOfItsOwnAccountOnly() throws Exception {
    var rules = new TreeMap<String, JsonNode>();
    for (var rule : template().rules()) {
      assertThat(rules.put(rule.function(), rule.pattern())).isNull();
      assertThat(rule.bus()).isEqualTo("default");
    }
    // It refuses what is like the detail types of the others.
    var mistyped = requireNonNull(rules.remove(ANNOUNCE_CHANGES));
    assertThat(mistyped.path("account")).isEqualTo(Json.read("[\"123456789012\"]"));
    assertThat(mistyped.path("source"))
        .isEqualTo(Json.read("[{\"anything-but\": \"dev.imagemirrors\"}]"));

    var expected = new TreeMap<String, JsonNode>();
    for (var contract : CONTRACTS.entrySet()) {
      for (var type : contract.getValue().detailTypes()) {
        expected.put(
            contract.getKey(),
            Json.read("{\"account\": [\"123456789012\"], \"detail-type\": [\"" + type + "\"]}"));
      }
    }
    assertThat(rules).isEqualTo(expected);
  }

  // Rights

  /// An action that a function's policies allow on a resource.
  private record Right(String action, String resource) {
    @Override
    public String toString() {
      return action + " on " + resource.replaceFirst("arn:aws:([^:]+:[^:]*):123456789012:", "$1:");
    }
  }

  private static List<JsonNode> statements(
      String function, String effect, Map<String, String> parameters) {
    var intrinsics = ProjectTemplate.intrinsics(parameters);
    var statements = new ArrayList<JsonNode>();
    for (var policy :
        intrinsics.resolve(ROOT.path("Resources").path(function).at("/Properties/Policies"))) {
      var document =
          policy.isTextual()
              ? intrinsics.resolve(
                  ROOT.path("Resources").path(policy.asText()).at("/Properties/PolicyDocument"))
              : policy;
      assertThat(document.path("Statement")).as(policy.toString()).isNotEmpty();
      for (var statement : document.path("Statement")) {
        assertThat(statement.path("Effect").asText()).isIn("Allow", "Deny");
        if (statement.path("Effect").asText().equals(effect)) {
          statements.add(statement);
        }
      }
    }
    return statements;
  }

  private static List<Right> rights(String function, Map<String, String> parameters) {
    var rights = new ArrayList<Right>();
    for (var statement : statements(function, "Allow", parameters)) {
      for (var action : statement.path("Action")) {
        for (var resource : statement.path("Resource")) {
          rights.add(new Right(action.asText(), resource.asText()));
        }
      }
    }
    return rights;
  }

  @ParameterizedTest
  @MethodSource("functions")
  void grantsEachFunctionExactlyWhatItUses(String function) {
    assertThat(rights(function, Map.of()).stream().map(Right::toString))
        .containsExactlyInAnyOrderElementsOf(
            java.util.Objects.requireNonNull(RIGHTS.get(function)));
  }

  /// Resources name no region: one statement denies the regions that are not allowed.
  @ParameterizedTest
  @MethodSource("functions")
  void deniesEveryOtherRegion(String function) {
    assertThat(deniedOutside(function, Map.of())).containsExactly("us-east-1");
    assertThat(deniedOutside(function, Map.of("AllowedRegions", "us-east-1,eu-west-1")))
        .containsOnly("us-east-1", "eu-west-1");
  }

  /// The regions outside of which nothing that has rights in every region may be called.
  private static List<String> deniedOutside(String function, Map<String, String> parameters) {
    var denials = statements(function, "Deny", parameters);
    assertThat(denials).hasSize(1);
    var denial = denials.getFirst();
    assertThat(denial.path("Resource").asText()).isEqualTo("*");
    assertThat(rights(function, parameters))
        .filteredOn(right -> right.resource().contains(":*:"))
        .isNotEmpty()
        .extracting(right -> right.action().replaceFirst(":.*", ":*"))
        .isSubsetOf(texts(denial.path("Action")));
    assertThat(denial.path("Condition")).hasSize(1);
    assertThat(denial.path("Condition").path("StringNotEquals")).hasSize(1);
    return texts(denial.at("/Condition/StringNotEquals/aws:RequestedRegion"));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void usesNoOtherWildcard(String function) {
    for (var right : rights(function, Map.of("ProfileRoleArns", ROLE))) {
      assertThat(right.action()).doesNotContain("*");
      assertThat(
              right
                  .resource()
                  .replaceFirst("^(arn:aws:(dynamodb|events|secretsmanager|sqs)):\\*:", "$1:")
                  .replaceFirst("ocm-\\?{6}$", "ocm"))
          .doesNotContain("*")
          .doesNotContain("?");
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void onlyEverAppendsToTheHistory(String function) {
    assertThat(rights(function, Map.of("ProfileRoleArns", ROLE)))
        .filteredOn(right -> right.resource().contains("history"))
        .extracting(Right::action)
        .isSubsetOf("dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query");
    assertThat(rights(function, Map.of()))
        .extracting(Right::action)
        .doesNotContain("dynamodb:BatchWriteItem")
        .noneMatch(action -> action.startsWith("dynamodb:PartiQL"));
  }

  /// OCM's clients name no profile.
  @ParameterizedTest
  @MethodSource("functionsWithProfiles")
  void assumesOnlyTheRolesOfProfiles(String function) {
    assertThat(rights(function, Map.of()))
        .extracting(Right::action)
        .doesNotContain("sts:AssumeRole");
    assertThat(rights(function, Map.of("ProfileRoleArns", ROLE + "," + ROLE + "2")))
        .filteredOn(right -> right.action().equals("sts:AssumeRole"))
        .extracting(Right::resource)
        .containsExactly(ROLE, ROLE + "2");
    assertThat(ROOT.at("/Resources/AssumeProfilesPolicy/Condition").asText())
        .isEqualTo("HasProfileRoles");
  }

  @Test
  void retainsDataThatCannotBeRecreated() {
    var tables = resources("AWS::DynamoDB::Table");

    assertThat(tables).hasSize(2);
    for (var table : tables) {
      assertThat(table.path("DeletionPolicy").asText()).isEqualTo("Retain");
      assertThat(table.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
      assertThat(table.at("/Properties/DeletionProtectionEnabled").asBoolean()).isTrue();
    }
  }

  @Test
  void invokesEveryFunctionAtLeastWeekly() {
    var scheduled = new TreeSet<String>();
    template().schedules().stream()
        .filter(
            schedule -> List.of("rate(7 days)", "rate(1 minute)").contains(schedule.expression()))
        .forEach(schedule -> scheduled.add(schedule.function()));

    assertThat(scheduled).containsAll(CONTRACTS.keySet());
  }

  /// The template holds no secret, and no function is given one in its environment.
  @Test
  void keepsTheSecretOutOfTheEnvironment() {
    assertThat(ROOT.at("/Resources/OcmSecret/Properties").has("SecretString")).isFalse();
    assertThat(function("CreateImageMirrorFunction").environment())
        .containsOnlyKeys(
            "STACK_NAME",
            "TABLE_NAME",
            "HISTORY_TABLE_NAME",
            "QUEUE_NAME",
            "DEAD_LETTER_QUEUE_NAME",
            "OPERATION_LIFETIME_HOURS",
            "IDEMPOTENCY_KEY_HOURS",
            "EVENT_BUS_NAME",
            "OCM_URL",
            "OCM_TOKEN_URL",
            "OCM_SECRET_ID",
            "ALLOWED_REGIONS",
            "PROFILES")
        .containsEntry("OCM_SECRET_ID", "image-mirrors/ocm");
  }
}
