package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.template.TemplateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// The tests' own small stack, and real clients for it.
final class TestStacks {
  private TestStacks() {}

  static StackOptions options() {
    return options("/test-stack.yaml");
  }

  static StackOptions options(String resource) {
    try (var stream = Objects.requireNonNull(TestStacks.class.getResourceAsStream(resource))) {
      var template = TemplateFile.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      return StackOptions.of(
              template,
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .withRegions(List.of("us-east-1", "eu-west-1"))
          .withBackoff(Duration.ofMillis(10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <B extends AwsClientBuilder<B, C>, C> C client(B builder, LocalStack stack) {
    return configured(builder, stack).build();
  }

  static <B extends AwsClientBuilder<B, C>, C> C client(
      B builder, LocalStack stack, String accessKey, Region region) {
    return configured(builder, stack)
        .region(region)
        .credentialsProvider(credentials(accessKey))
        .build();
  }

  static <B extends AwsClientBuilder<B, C>, C> B configured(B builder, LocalStack stack) {
    return builder
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(stack.url()))
        .credentialsProvider(credentials("local"));
  }

  static String authorization(String accessKey, String region, String service) {
    return "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=00"
        .formatted(accessKey, region, service);
  }

  private static StaticCredentialsProvider credentials(String accessKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret"));
  }
}
