package dev.imagemirrors.wiring;

import dev.imagemirrors.dynamo.TimedTables;
import dev.imagemirrors.event.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// AWS clients, created on first use and kept for each region and role.
public class AwsClients {
  private final Environment environment;
  private final Settings settings;
  private final SdkHttpClient http;
  private final Map<Target, DynamoDbClient> dynamo = new ConcurrentHashMap<>();
  private final Map<Target, EventBridgeClient> bus = new ConcurrentHashMap<>();
  private final Map<Target, SqsClient> sqs = new ConcurrentHashMap<>();
  private final Map<Target, SecretsManagerClient> secrets = new ConcurrentHashMap<>();
  private final Map<Target, AssumedRole> roles = new ConcurrentHashMap<>();
  private @Nullable AwsCredentialsProvider own;

  public AwsClients(Environment environment, Settings settings, SdkHttpClient http) {
    this.environment = environment;
    this.settings = settings;
    this.http = http;
  }

  /// The HTTP client for calls to AWS.
  static SdkHttpClient connections() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(Duration.ofSeconds(2))
        .socketTimeout(Duration.ofSeconds(4))
        .build();
  }

  /// Sends a request to a server that accepts any request.
  public static void primeConnections(URI server) throws IOException {
    try (var http = connections()) {
      var body = "{}".getBytes(StandardCharsets.UTF_8);
      var request =
          SdkHttpFullRequest.builder()
              .method(SdkHttpMethod.POST)
              .uri(server)
              .putHeader("Content-Length", String.valueOf(body.length))
              .build();
      var answer =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(request)
                      .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
                      .build())
              .call();
      if (answer.responseBody().isPresent()) {
        try (var in = answer.responseBody().get()) {
          in.readAllBytes();
        }
      }
    }
  }

  /// Reads credentials from a server, as a restored function does.
  public static void primeCredentials(URI server) {
    var endpoint = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
    System.setProperty(endpoint, server.toString());
    try (var provider = ContainerCredentialsProvider.create()) {
      provider.resolveCredentials();
    } finally {
      System.clearProperty(endpoint);
    }
  }

  DynamoDbClient dynamo(Target target) {
    return dynamo.computeIfAbsent(target, at -> build(DynamoDbClient.builder(), at));
  }

  EventBridgeClient bus(Target target) {
    return bus.computeIfAbsent(target, at -> build(EventBridgeClient.builder(), at));
  }

  SqsClient sqs(Target target) {
    return sqs.computeIfAbsent(target, at -> build(SqsClient.builder(), at));
  }

  SecretsManagerClient secrets(Target target) {
    return secrets.computeIfAbsent(target, at -> build(SecretsManagerClient.builder(), at));
  }

  /// Discards the session of a target when AWS no longer accepts it.
  void forgetSession(Target target) {
    var role = roles.get(target);
    if (role != null) {
      role.forget();
    }
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
      B builder, Target target) {
    builder
        .httpClient(http)
        .region(Region.of(target.region()))
        .credentialsProvider(credentials(target))
        .overrideConfiguration(limits ->
            limits
                .apiCallAttemptTimeout(Duration.ofSeconds(2))
                .apiCallTimeout(TimedTables.LONGEST));
    var endpoint = settings.awsEndpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private AwsCredentialsProvider credentials(Target target) {
    var name = target.profile();
    return name == null
        ? own()
        : roles.computeIfAbsent(
            target,
            at ->
                new AssumedRole(
                    Objects.requireNonNull(settings.profiles().get(name)),
                    name,
                    at.region(),
                    own(),
                    http,
                    settings.awsEndpoint()));
  }

  /// The function's own credentials. Lambda passes them in the environment. A snapshot must not
  /// hold credentials, so a function that was restored from one reads them from a local endpoint.
  private synchronized AwsCredentialsProvider own() {
    if (own == null) {
      own =
          environment.optional("AWS_ACCESS_KEY_ID").isPresent()
              ? StaticCredentialsProvider.create(fromEnvironment())
              : ContainerCredentialsProvider.create();
    }
    return own;
  }

  private AwsCredentials fromEnvironment() {
    var key = environment.required("AWS_ACCESS_KEY_ID");
    var secret = environment.required("AWS_SECRET_ACCESS_KEY");
    return environment
        .optional("AWS_SESSION_TOKEN")
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(key, secret, token))
        .orElseGet(() -> AwsBasicCredentials.create(key, secret));
  }
}
