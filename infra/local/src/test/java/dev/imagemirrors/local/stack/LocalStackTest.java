package dev.imagemirrors.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.local.functions.RecordingFunction;
import dev.imagemirrors.local.json.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class LocalStackTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack = LocalStack.start(TestStacks.options().withSecret("Password", "sesame"));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  // Lambda

  @Test
  void invokesAFunctionWithItsEnvironmentAndContext() throws Exception {
    var reply = invoke("Echo", "{\"a\":1}");

    var echo = Json.read(reply.body());
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("X-Amz-Function-Error")).isEmpty();
    assertThat(echo.path("event").toString()).isEqualTo("{\"a\":1}");
    assertThat(echo.path("environment").path("TABLE_NAME").asText()).isEqualTo("Things");
    assertThat(echo.path("environment").path("AWS_REGION").asText()).isEqualTo("us-east-1");
    assertThat(echo.path("environment").path("AWS_ENDPOINT_URL").asText()).isEqualTo(stack.url());
    assertThat(echo.path("environment").path("AWS_LAMBDA_FUNCTION_NAME").asText())
        .isEqualTo("Echo");
    assertThat(echo.path("context").path("arn").asText())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:Echo");
    assertThat(echo.path("context").path("memory").asInt()).isEqualTo(256);
    assertThat(echo.path("context").path("remaining").asInt()).isBetween(1, 2000);
  }

  @Test
  void findsAFunctionByNameArnAndAlias() throws Exception {
    for (var name :
        new String[] {
          "Echo:live",
          "000000000000:function:Echo",
          "function:Echo",
          "arn:aws:lambda:us-east-1:000000000000:function:Echo",
          "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3AEcho%3Alive"
        }) {
      assertThat(invoke(name, "{}").statusCode()).describedAs(name).isEqualTo(200);
    }
  }

  @Test
  void returnsAnExceptionAsLambdaDoes() throws Exception {
    var reply = invoke("Echo", "{\"play\":\"throw\"}");

    var error = Json.read(reply.body());
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(error.path("errorMessage").asText()).isEqualTo("as requested");
    assertThat(error.path("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.path("stackTrace").path(0).asText())
        .startsWith(
            "dev.imagemirrors.local.functions.EchoFunction.handleRequest(EchoFunction.java:");
    assertThat(error.path("stackTrace")).hasSize(1);
  }

  @Test
  void endsAFunctionAtItsTimeout() throws Exception {
    var reply = invoke("Echo", "{\"play\":\"sleep\"}");

    var error = Json.read(reply.body());
    assertThat(error.path("errorType").asText()).isEqualTo("Sandbox.Timedout");
    assertThat(error.path("errorMessage").asText())
        .endsWith("Error: Task timed out after 2.00 seconds");
  }

  @Test
  void namesAMissingClass() throws Exception {
    var error = Json.read(invoke("Missing", "{}").body());

    assertThat(error.path("errorType").asText()).isEqualTo("java.lang.ClassNotFoundException");
    assertThat(error.path("errorMessage").asText())
        .isEqualTo("Class not found: dev.imagemirrors.NoSuchFunction");
  }

  @Test
  void refusesAResponseThatIsTooLarge() throws Exception {
    var error = Json.read(invoke("Echo", "{\"play\":\"big\"}").body());

    assertThat(error.path("errorType").asText()).isEqualTo("Function.ResponseSizeTooLarge");
  }

  @Test
  void refusesAPayloadThatIsNotJson() throws Exception {
    var reply = invoke("Echo", "not json");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.headers().firstValue("x-amzn-ErrorType"))
        .contains("InvalidRequestContentException");
    assertThat(Json.read(reply.body()).path("message").asText())
        .startsWith("Could not parse request body into json: ");
  }

  @Test
  void treatsAnEmptyPayloadAsAnEmptyObject() throws Exception {
    assertThat(Json.read(invoke("Echo", "").body()).path("event").toString()).isEqualTo("{}");
  }

  @Test
  void refusesAPayloadThatIsTooLarge() throws Exception {
    var reply = invoke("Echo", "\"" + "x".repeat(6_291_456) + "\"");

    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(reply.headers().firstValue("x-amzn-ErrorType"))
        .contains("RequestEntityTooLargeException");
  }

  @Test
  void rejectsUnknownFunctionsAliasesAndRegions() throws Exception {
    assertThat(invoke("Nobody", "{}").statusCode()).isEqualTo(404);
    assertThat(invoke("Echo:staging", "{}").statusCode()).isEqualTo(404);
    var elsewhere =
        send(
            request("/2015-03-31/functions/Echo/invocations")
                .header("Authorization", TestStacks.authorization("local", "ap-south-1", "lambda"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(elsewhere.statusCode()).isEqualTo(404);
    assertThat(elsewhere.body()).contains("the local stack's own is us-east-1");
  }

  @Test
  void runsTheFunctionsOfAnotherRegion() throws Exception {
    var reply =
        send(
            request("/2015-03-31/functions/Echo/invocations")
                .header("Authorization", TestStacks.authorization("local", "eu-west-1", "lambda"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(Json.read(reply.body()).path("environment").path("AWS_REGION").asText())
        .isEqualTo("eu-west-1");
  }

  @Test
  void usesASeparateInstanceForEachConcurrentInvocation() throws Exception {
    var one = CompletableFuture.supplyAsync(() -> quietly("Echo", "{\"play\":\"meet\"}"));
    var two = quietly("Echo", "{\"play\":\"meet\"}");

    assertThat(instance(one.join())).isNotEqualTo(instance(two));
    assertThat(instance(invoke("Echo", "{}"))).isIn(instance(one.join()), instance(two));
  }

  @Test
  void returnsTheLogOnRequest() throws Exception {
    var reply =
        send(
            request("/2015-03-31/functions/Echo/invocations")
                .header("X-Amz-Log-Type", "Tail")
                .POST(HttpRequest.BodyPublishers.noBody()));

    var log = reply.headers().firstValue("X-Amz-Log-Result").orElseThrow();
    assertThat(new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8))
        .isEqualTo("playing echo");
  }

  // API Gateway

  @Test
  void passesTheRequestAsApiGatewayDoes() throws Exception {
    var reply =
        send(request("/things/a%2Fb?x=1&x=2&y=a%20b&z").header("Idempotency-Key", "k").GET());

    var event = Json.read(reply.body());
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(event.path("resource").asText()).isEqualTo("/things/{id}");
    assertThat(event.path("path").asText()).isEqualTo("/things/a%2Fb");
    assertThat(event.path("httpMethod").asText()).isEqualTo("GET");
    assertThat(event.path("pathParameters").toString()).isEqualTo("{\"id\":\"a%2Fb\"}");
    assertThat(event.path("queryStringParameters").toString())
        .isEqualTo("{\"x\":\"2\",\"y\":\"a b\",\"z\":\"\"}");
    assertThat(event.path("multiValueQueryStringParameters").path("x").toString())
        .isEqualTo("[\"1\",\"2\"]");
    assertThat(event.path("headers").path("Idempotency-Key").asText()).isEqualTo("k");
    assertThat(event.path("body").isNull()).isTrue();
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    assertThat(event.path("stageVariables").isNull()).isTrue();
    var context = event.path("requestContext");
    assertThat(context.path("stage").asText()).isEqualTo("v1");
    assertThat(context.path("path").asText()).isEqualTo("/v1/things/a%2Fb");
    assertThat(context.path("resourcePath").asText()).isEqualTo("/things/{id}");
    assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
    assertThat(context.path("identity").path("sourceIp").asText()).isEqualTo("127.0.0.1");
    assertThat(context.path("identity").path("userArn").isNull()).isTrue();
  }

  @Test
  void acceptsTheStageInThePath() throws Exception {
    var event = Json.read(send(request("/v1/things/1").GET()).body());

    assertThat(event.path("path").asText()).isEqualTo("/things/1");
    assertThat(event.path("requestContext").path("path").asText()).isEqualTo("/v1/things/1");
  }

  @Test
  void identifiesTheSignerOfTheRequest() throws Exception {
    var event =
        Json.read(
            send(request("/things/1")
                    .header(
                        "Authorization",
                        TestStacks.authorization("AKIDEXAMPLE", "us-east-1", "execute-api"))
                    .GET())
                .body());

    var identity = event.path("requestContext").path("identity");
    assertThat(identity.path("userArn").asText()).isEqualTo("arn:aws:iam::000000000000:user/local");
    assertThat(identity.path("accessKey").asText()).isEqualTo("AKIDEXAMPLE");
  }

  @Test
  void prefersALiteralSegmentAndMatchesTheRestOfAPathGreedily() throws Exception {
    var special = Json.read(send(request("/things/special").GET()).body());
    var rest =
        Json.read(
            send(request("/proxy/a/b%2Fc").method("PATCH", HttpRequest.BodyPublishers.noBody()))
                .body());

    assertThat(special.path("resource").asText()).isEqualTo("/things/special");
    assertThat(rest.path("pathParameters").toString()).isEqualTo("{\"proxy\":\"a/b%2Fc\"}");
  }

  @Test
  void passesTextAsTextAndBytesInBase64() throws Exception {
    var text =
        Json.read(send(request("/things").POST(HttpRequest.BodyPublishers.ofString("é"))).body());
    var bytes =
        Json.read(
            send(request("/things")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {-1, 0})))
                .body());

    assertThat(text.path("body").asText()).isEqualTo("é");
    assertThat(bytes.path("body").asText()).isEqualTo("/wA=");
    assertThat(bytes.path("isBase64Encoded").asBoolean()).isTrue();
  }

  @Test
  void rejectsAnUnknownPathOrMethod() throws Exception {
    for (var reply :
        new HttpResponse<?>[] {
          send(request("/nothing").GET()),
          send(request("/things/1").DELETE()),
          send(request("/things/").GET())
        }) {
      assertThat(reply.statusCode()).isEqualTo(403);
      assertThat(reply.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }
  }

  @Test
  void returnsTheReplyOfTheFunction() throws Exception {
    var reply =
        send(
            request(
                    "/things/1?reply="
                        + encoded(
                            """
                            {"statusCode": 201, "headers": {"ETag": "\\"v\\"", "Content-Type": "text/plain"},
                             "multiValueHeaders": {"X-Two": ["a", "b"]}, "body": "aGk=", "isBase64Encoded": true}
                            """))
                .GET());

    assertThat(reply.statusCode()).isEqualTo(201);
    assertThat(reply.body()).isEqualTo("hi");
    assertThat(reply.headers().firstValue("ETag")).contains("\"v\"");
    assertThat(reply.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(reply.headers().allValues("X-Two")).containsExactly("a", "b");
  }

  @Test
  void returns502IfTheFunctionFailsOrItsReplyIsMalformed() throws Exception {
    for (var query :
        new String[] {
          "throw=oops",
          "reply=nothing",
          "reply=%7B%7D",
          "reply=" + encoded("{\"statusCode\":200,\"body\":{}}")
        }) {
      var reply = send(request("/things/1?" + query).GET());

      assertThat(reply.statusCode()).describedAs(query).isEqualTo(502);
      assertThat(reply.body())
          .isEqualTo("{\"message\": \"Internal server error\"}".replace(": ", ":"));
    }
  }

  @Test
  void returns504WhenTheFunctionTimesOut() throws Exception {
    try (var hasty =
        LocalStack.start(TestStacks.options().withApiTimeout(Duration.ofMillis(200)))) {
      var reply = send(HttpRequest.newBuilder(URI.create(hasty.url() + "/things/1?sleep=1")).GET());

      assertThat(reply.statusCode()).isEqualTo(504);
      assertThat(reply.body()).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
    }
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    var reply =
        send(
            request("/things")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])));

    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(reply.body()).isEqualTo("{\"message\":\"Request Too Long\"}");
  }

  // EventBridge

  @Test
  void deliversAndRecordsEvents() throws Exception {
    try (var own = LocalStack.start(TestStacks.options());
        var bus = TestStacks.client(EventBridgeClient.builder(), own)) {
      var recording = RecordingFunction.of(own.url());

      var reply =
          bus.putEvents(r ->
              r.entries(
                  entry("{\"size\":1}"),
                  entry("{\"size\":3}"),
                  entry("not json"),
                  entry("{}").toBuilder().source("aws.s3").build(),
                  entry("{}").toBuilder().eventBusName("other").build()));

      assertThat(reply.failedEntryCount()).isEqualTo(3);
      assertThat(reply.entries().get(2).errorCode()).isEqualTo("MalformedDetail");
      assertThat(reply.entries().get(4).errorCode()).isEqualTo("ResourceNotFoundException");
      var event = recording.await(1).getFirst();
      assertThat(event.path("id").asText()).isEqualTo(reply.entries().get(1).eventId());
      assertThat(event.path("detail").path("size").asInt()).isEqualTo(3);
      assertThat(event.path("detail-type").asText()).isEqualTo("Thing Made");
      assertThat(event.path("account").asText()).isEqualTo("000000000000");
      assertThat(event.path("region").asText()).isEqualTo("us-east-1");
      assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
      var kept =
          Json.read(
              send(HttpRequest.newBuilder(URI.create(own.url() + "/_local/events")).GET()).body());
      assertThat(kept.path("000000000000").path("us-east-1").path("default")).hasSize(2);
    }
  }

  @Test
  void retriesAFailedAsynchronousInvocationTwice() throws Exception {
    try (var own = LocalStack.start(TestStacks.options())) {
      var recording = RecordingFunction.of(own.url());
      recording.answers(_ -> {
        throw new IllegalStateException("no");
      });

      var reply =
          send(
              HttpRequest.newBuilder(
                      URI.create(own.url() + "/2015-03-31/functions/OnBus/invocations"))
                  .header("X-Amz-Invocation-Type", "Event")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1}")));

      assertThat(reply.statusCode()).isEqualTo(202);
      assertThat(recording.await(3)).hasSize(3);
    }
  }

  // DynamoDB

  @Test
  void separatesTablesByAccountAndRegion() {
    try (var here = TestStacks.client(DynamoDbClient.builder(), stack);
        var there =
            TestStacks.client(DynamoDbClient.builder(), stack, "AKIASOMEBODY", Region.EU_WEST_1);
        var other =
            TestStacks.client(DynamoDbClient.builder(), stack, "123456789012", Region.US_EAST_1)) {
      here.putItem(r -> r.tableName("Things").item(Map.of("id", AttributeValue.fromS("apart"))));

      assertThat(has(here, "apart")).isTrue();
      assertThat(has(there, "apart")).isFalse();
      assertThat(has(other, "apart")).isFalse();
    }
  }

  @Test
  void mapsAnyCredentialsToTheLocalAccount() {
    try (var one = TestStacks.client(DynamoDbClient.builder(), stack, "AKIAONE", Region.US_EAST_1);
        var two = TestStacks.client(DynamoDbClient.builder(), stack, "AKIATWO", Region.US_EAST_1)) {
      one.putItem(r -> r.tableName("Things").item(Map.of("id", AttributeValue.fromS("shared"))));

      assertThat(has(two, "shared")).isTrue();
    }
  }

  @Test
  void hasNoTablesInARegionWithoutAStack() {
    try (var nowhere =
        TestStacks.client(DynamoDbClient.builder(), stack, "local", Region.AP_SOUTH_1)) {
      assertThatThrownBy(() -> has(nowhere, "x")).isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void returnsTheItemThatAConditionFailedOn() {
    try (var dynamo = TestStacks.client(DynamoDbClient.builder(), stack)) {
      var item = Map.of("id", AttributeValue.fromS("taken"));
      dynamo.putItem(r -> r.tableName("Things").item(item));

      assertThatThrownBy(() ->
              dynamo.putItem(r ->
                  r.tableName("Things")
                      .item(item)
                      .conditionExpression("attribute_not_exists(id)")
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)))
          .isInstanceOfSatisfying(
              ConditionalCheckFailedException.class, e -> assertThat(e.item()).isEqualTo(item));
    }
  }

  @Test
  void keepsTablesInTheDataDirectory(@TempDir Path data) throws Exception {
    try (var first = LocalStack.start(TestStacks.options().withData(data));
        var dynamo = TestStacks.client(DynamoDbClient.builder(), first)) {
      dynamo.putItem(r -> r.tableName("Things").item(Map.of("id", AttributeValue.fromS("kept"))));
      assertThatThrownBy(() -> LocalStack.start(TestStacks.options().withData(data)))
          .hasMessageContaining("in use by another local stack");
    }

    try (var second = LocalStack.start(TestStacks.options().withData(data));
        var dynamo = TestStacks.client(DynamoDbClient.builder(), second)) {
      assertThat(has(dynamo, "kept")).isTrue();
    }
  }

  // Secrets Manager and STS

  @Test
  void findsSecretsByNameAndArn() throws Exception {
    try (var secrets = functionSecrets()) {
      var byName = secrets.getSecretValue(r -> r.secretId("Password"));

      assertThat(byName.secretString()).isEqualTo("sesame");
      assertThat(secrets.getSecretValue(r -> r.secretId(byName.arn())).secretString())
          .isEqualTo("sesame");
      assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("Other")))
          .isInstanceOf(
              software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException.class);
    }
  }

  /// With the session token of a function, which another caller cannot know.
  private SecretsManagerClient functionSecrets() throws Exception {
    var token =
        Json.read(invoke("Echo", "{}").body()).at("/environment/AWS_SESSION_TOKEN").asText();
    return TestStacks.configured(SecretsManagerClient.builder(), stack)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("000000000000", "local", token)))
        .build();
  }

  @Test
  void handsSecretsToFunctionsOnly() {
    try (var secrets = TestStacks.client(SecretsManagerClient.builder(), stack);
        var sts = TestStacks.client(StsClient.builder(), stack)) {
      assertDenied(secrets);
      var role =
          sts.assumeRole(
                  r -> r.roleArn("arn:aws:iam::000000000000:role/mirrors").roleSessionName("test"))
              .credentials();
      try (var assumed =
          TestStacks.configured(SecretsManagerClient.builder(), stack)
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsSessionCredentials.create(
                          role.accessKeyId(), role.secretAccessKey(), role.sessionToken())))
              .build()) {
        assertDenied(assumed);
      }
    }
  }

  private static void assertDenied(SecretsManagerClient secrets) {
    assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("Password")))
        .isInstanceOf(SecretsManagerException.class)
        .hasMessageContaining("Only functions of the local stack may read secrets");
  }

  @Test
  void mapsAnAssumedRoleToItsAccount() throws Exception {
    try (var sts = TestStacks.client(StsClient.builder(), stack)) {
      var role =
          sts.assumeRole(r ->
              r.roleArn("arn:aws:iam::123456789012:role/path/mirrors").roleSessionName("test"));
      var credentials =
          AwsSessionCredentials.create(
              role.credentials().accessKeyId(),
              role.credentials().secretAccessKey(),
              role.credentials().sessionToken());

      try (var other =
          TestStacks.configured(StsClient.builder(), stack)
              .credentialsProvider(StaticCredentialsProvider.create(credentials))
              .build()) {
        assertThat(other.getCallerIdentity().account()).isEqualTo("123456789012");
        assertThat(other.getCallerIdentity().arn())
            .isEqualTo("arn:aws:sts::123456789012:assumed-role/mirrors/test");
      }
    }
  }

  @Test
  void deniesARoleIfConfigured() throws Exception {
    var arn = "arn:aws:iam::210987654321:role/guarded";
    send(
        request("/_local/roles")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"arn\":\"" + arn + "\",\"external_id\":\"right\",\"lifetime_s\":5}")));

    try (var sts = TestStacks.client(StsClient.builder(), stack)) {
      assertThatThrownBy(
              () -> sts.assumeRole(r -> r.roleArn(arn).roleSessionName("test").externalId("wrong")))
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
      var role = sts.assumeRole(r -> r.roleArn(arn).roleSessionName("test").externalId("right"));
      assertThat(role.credentials().expiration()).isBefore(java.time.Instant.now().plusSeconds(6));
    }
  }

  // The port

  @Test
  void rejectsUnknownOperations() throws Exception {
    var reply =
        send(
            request("/")
                .header("X-Amz-Target", "AWSEvents.ListRules")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("The local stack does not support AWSEvents.ListRules");
  }

  @Test
  void doesNotStartOnAPortInUse() {
    int taken = URI.create(stack.url()).getPort();

    assertThatThrownBy(() -> LocalStack.start(TestStacks.options().withPort(taken)))
        .isInstanceOf(BindException.class);
  }

  private static PutEventsRequestEntry entry(String detail) {
    return PutEventsRequestEntry.builder()
        .source("me")
        .detailType("Thing Made")
        .detail(detail)
        .resources("r")
        .build();
  }

  private static boolean has(DynamoDbClient dynamo, String id) {
    return dynamo
        .getItem(r -> r.tableName("Things").key(Map.of("id", AttributeValue.fromS(id))))
        .hasItem();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(stack.url() + path));
  }

  private static HttpResponse<String> invoke(String function, String payload) throws Exception {
    return send(
        request("/2015-03-31/functions/" + function + "/invocations")
            .POST(HttpRequest.BodyPublishers.ofString(payload)));
  }

  private static int instance(HttpResponse<String> reply) throws IOException {
    return Json.read(reply.body()).path("instance").asInt();
  }

  private static HttpResponse<String> quietly(String function, String payload) {
    try {
      return invoke(function, payload);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
