package dev.imagemirrors.wiring;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/// The credentials of a profile's role, assumed on first use and renewed shortly before they
/// expire.
public final class AssumedRole implements AwsCredentialsProvider {
  /// The time before expiry at which credentials are renewed.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /// The request for which a role is assumed: the session name in CloudTrail contains it.
  static final ScopedValue<String> REQUEST = ScopedValue.newInstance();

  private final Profile profile;
  private final String name;
  private final String region;
  private final AwsCredentialsProvider own;
  private final SdkHttpClient http;
  private final @Nullable URI endpoint;

  private @Nullable AwsCredentials current;
  private Instant expires = Instant.MIN;

  AssumedRole(
      Profile profile,
      String name,
      String region,
      AwsCredentialsProvider own,
      SdkHttpClient http,
      @Nullable URI endpoint) {
    this.profile = profile;
    this.name = name;
    this.region = region;
    this.own = own;
    this.http = http;
    this.endpoint = endpoint;
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    if (current == null || Instant.now().isAfter(expires.minus(AHEAD))) {
      current = assume();
    }
    return current;
  }

  /// Discards the session when AWS no longer accepts it.
  synchronized void forget() {
    current = null;
  }

  private AwsCredentials assume() {
    var builder =
        StsClient.builder().region(Region.of(region)).credentialsProvider(own).httpClient(http);
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    try (var sts = builder.build()) {
      var credentials =
          sts.assumeRole(role ->
                  role.roleArn(profile.roleArn())
                      .externalId(profile.externalId())
                      .roleSessionName("image-mirrors-" + REQUEST.orElse("start")))
              .credentials();
      expires = credentials.expiration();
      return AwsSessionCredentials.create(
          credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    } catch (StsException refused) {
      if (refused.isThrottlingException() || refused.statusCode() >= 500) {
        throw refused;
      }
      throw new RoleDenied(name, refused);
    }
  }

  /// STS denies the role.
  public static final class RoleDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RoleDenied(String profile, StsException cause) {
      super(
          "The role of profile '%s' cannot be assumed: %s"
              .formatted(
                  profile,
                  cause.awsErrorDetails() == null || cause.awsErrorDetails().errorCode() == null
                      ? "STS answered with status " + cause.statusCode()
                      : cause.awsErrorDetails().errorCode()),
          cause);
    }
  }
}
