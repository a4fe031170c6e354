package dev.imagemirrors.local;

import dev.imagemirrors.local.stack.LocalStack;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// AWS SDK clients of a local stack.
final class Clients {
  private Clients() {}

  static <B extends AwsClientBuilder<B, C>, C> C of(LocalStack stack, B builder) {
    return builder
        .endpointOverride(URI.create(stack.url()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }
}
