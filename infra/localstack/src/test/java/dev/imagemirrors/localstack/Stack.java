package dev.imagemirrors.localstack;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.localstack.Http.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// The stack of the template in one region, and its entry points.
///
/// @param names the names of its resources, by logical ID
record Stack(Aws aws, Map<String, String> names) {
  /// Creates AWS clients for a region.
  record Aws(URI url, String region) {
    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
      return builder(builder).build();
    }

    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B builder(B builder) {
      return builder
          .httpClient(HTTP)
          .endpointOverride(url)
          .region(Region.of(region))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    <C extends AutoCloseable, T> T with(C client, Function<C, T> call) {
      try (client) {
        return call.apply(client);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Stack {
    names = Map.copyOf(names);
  }

  String name(String inTemplate) {
    return requireNonNull(names.get(inTemplate), inTemplate);
  }

  Reply api(String method, String path, String body, String... headers) {
    return call("Api", method, "/v1" + path, body, headers);
  }

  /// Calls the OCM-compatible API, whose stage is the first segment of the paths.
  Reply proxy(String method, String path, String body, String... headers) {
    return call("OcmProxyApi", method, path, body, headers);
  }

  private Reply call(String api, String method, String path, String body, String... headers) {
    var url = aws.url() + "/_aws/execute-api/" + name(api) + path;
    return Http.send(method, URI.create(url), body, headers);
  }

  /// The reply of a function, and the name of its error, if it failed.
  record Invoked(String failure, Reply reply) {
    String errorType() {
      return reply.at("/errorType");
    }

    String errorMessage() {
      return reply.at("/errorMessage");
    }
  }

  Invoked invoke(String function, String payload) {
    return aws.with(
        aws.client(LambdaClient.builder()),
        lambda -> {
          var answer =
              lambda.invoke(invoke ->
                  invoke
                      .functionName(name(function))
                      .qualifier("live")
                      .payload(SdkBytes.fromUtf8String(payload)));
          return new Invoked(
              answer.functionError() == null ? "" : answer.functionError(),
              new Reply(answer.statusCode(), Map.of(), answer.payload().asUtf8String()));
        });
  }

  /// Puts an event on the bus and returns its ID.
  String put(String detailType, String detail) {
    var entry =
        PutEventsRequestEntry.builder()
            .source("com.example.pipeline")
            .detailType(detailType)
            .detail(detail)
            .build();
    return aws.with(
        aws.client(EventBridgeClient.builder()),
        bus -> bus.putEvents(put -> put.entries(List.of(entry))).entries().getFirst().eventId());
  }

  void putSecret(String value) {
    var _ =
        aws.with(
            aws.client(SecretsManagerClient.builder()),
            secrets ->
                secrets.putSecretValue(put -> put.secretId(name("OcmSecret")).secretString(value)));
  }
}
