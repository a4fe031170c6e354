package dev.imagemirrors.local.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemirrors.local.ocm.Ocm.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String ACCOUNT = "/api/accounts_mgmt/v1/current_account";

  private final TestClock clock = new TestClock();
  @AutoClose private final Ocm ocm = new Ocm(clock);

  @Test
  void issuesATokenThatNamesTheServiceAccount() {
    Reply reply = ocm.clientCredentials("team-bot", "anything");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(reply.at("/token_type")).isEqualTo("Bearer");
    assertThat(reply.at("/expires_in")).isEqualTo("900");
    assertThat(reply.json().has("refresh_token")).isFalse();
    ObjectNode claims = claims(reply.at("/access_token"));
    assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
    assertThat(claims.path("preferred_username").asText()).isEqualTo("service-account-team-bot");
    assertThat(claims.path("iat").asLong()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(claims.path("exp").asLong()).isEqualTo(clock.instant().getEpochSecond() + 900);
    assertThat(as(reply.at("/access_token")).at("/username")).isEqualTo("service-account-team-bot");
  }

  @Test
  void acceptsCredentialsInTheForm() {
    Reply reply = ocm.token("grant_type=client_credentials&client_id=a&client_secret=b+c%26d");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(claims(reply.at("/access_token")).path("clientId").asText()).isEqualTo("a");
  }

  @Test
  void exchangesAnOfflineTokenForAnAccessTokenAndARefreshToken() {
    Reply first =
        ocm.token("grant_type=refresh_token&client_id=cloud-services&refresh_token=opaque");
    Reply second =
        ocm.token(
            "grant_type=refresh_token&client_id=cloud-services&refresh_token="
                + first.at("/refresh_token"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(claims(first.at("/refresh_token")).path("typ").asText()).isEqualTo("Offline");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.at("/refresh_token")).isEqualTo(first.at("/refresh_token"));
    assertThat(as(second.at("/access_token")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=client_credentials&client_id=a&client_secret=wrong, 401, unauthorized_client",
    "grant_type=client_credentials&client_id=a, 401, unauthorized_client",
    "grant_type=client_credentials, 401, invalid_client",
    "grant_type=refresh_token&client_id=cloud-services&refresh_token=dead, 400, invalid_grant",
    "grant_type=refresh_token&client_id=cloud-services, 400, invalid_request",
    "grant_type=refresh_token&refresh_token=x, 401, invalid_client",
    "grant_type=password&username=a&password=b, 400, unsupported_grant_type",
    "client_id=a, 400, invalid_request",
  })
  void rejectsInvalidCredentials(String form, int status, String error) {
    Reply reply = ocm.token(form);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/error")).isEqualTo(error);
    assertThat(reply.at("/error_description")).isNotEmpty();
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Test
  void refusesAWrongSecretInTheHeader() {
    Reply reply = ocm.clientCredentials("a", "wrong");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.at("/error")).isEqualTo("unauthorized_client");
  }

  @Test
  void refusesAnOfflineTokenThatHasExpired() {
    String offline =
        jwt("{\"typ\": \"Offline\", \"exp\": %d}".formatted(clock.instant().getEpochSecond() - 1));

    Reply reply =
        ocm.token("grant_type=refresh_token&client_id=cloud-services&refresh_token=" + offline);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/error")).isEqualTo("invalid_grant");
  }

  @Test
  void expiresATokenAfterItsLifetime() {
    String token = ocm.clientCredentials("a", "b").at("/access_token");

    clock.advance(Duration.ofSeconds(899));
    assertThat(as(token).status()).isEqualTo(200);

    clock.advance(Duration.ofSeconds(1));
    assertThat(as(token).status()).isEqualTo(401);
    assertThat(as(token).reason()).isEqualTo("Bearer token is expired");
  }

  @Test
  void issuesTokensWithTheConfiguredLifetime() {
    ocm.hook("tokens", "{\"lifetime_s\": 30}");

    Reply reply = ocm.clientCredentials("a", "b");

    assertThat(reply.at("/expires_in")).isEqualTo("30");
    clock.advance(Duration.ofSeconds(30));
    assertThat(as(reply.at("/access_token")).status()).isEqualTo(401);
  }

  @Test
  void rejectsTokensIssuedBeforeARevocation() {
    String before = ocm.clientCredentials("a", "b").at("/access_token");

    ocm.hook("tokens", "{\"revoke\": true}");
    String after = ocm.clientCredentials("a", "b").at("/access_token");

    assertThat(as(before).status()).isEqualTo(401);
    assertThat(as(after).status()).isEqualTo(200);
  }

  @Test
  void acceptsAForeignTokenThatIsWellFormedAndNotExpired() {
    String token =
        jwt(
            "{\"preferred_username\": \"somebody\", \"exp\": %d}"
                .formatted(clock.instant().getEpochSecond() + 60));

    assertThat(as(token).at("/username")).isEqualTo("somebody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer abc",
        "Bearer a.b.c",
        "Bearer !.!.!",
        "Basic YTpi",
        "Bearer W10.W10.x"
      })
  void rejectsInvalidTokens(String authorization) {
    Reply reply = ocm.sendAs(authorization, "GET", ACCOUNT, BodyPublishers.noBody());

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.at("/kind")).isEqualTo("Error");
    assertThat(reply.at("/code")).isEqualTo("ACCT-MGMT-401");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/clusters_mgmt/v1/clusters",
    "GET, /api/clusters_mgmt/v1/clusters/x",
    "GET, /api/clusters_mgmt/v1/clusters/x/image_mirrors",
    "POST, /api/clusters_mgmt/v1/clusters/x/image_mirrors",
    "PATCH, /api/clusters_mgmt/v1/clusters/x/image_mirrors/y",
    "DELETE, /api/clusters_mgmt/v1/clusters/x/image_mirrors/y",
    "POST, /api/clusters_mgmt/v1/events",
  })
  void requiresATokenForEveryCall(String method, String path) {
    Reply reply =
        ocm.exchange(
            HttpRequest.newBuilder(URI.create(ocm.simulator().url() + path))
                .method(method, BodyPublishers.ofString("{}")));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.at("/code")).isEqualTo("CLUSTERS-MGMT-401");
    assertThat(reply.headers().firstValue("X-Operation-ID")).hasValue(reply.at("/operation_id"));
  }

  private Reply as(String token) {
    return ocm.sendAs("Bearer " + token, "GET", ACCOUNT, BodyPublishers.noBody());
  }

  private static ObjectNode claims(String token) {
    String[] parts = token.split("\\.", -1);
    assertThat(parts).hasSize(3).doesNotContain("");
    return Json.objectIn(
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
  }

  private static String jwt(String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\": \"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2lnbmVk";
  }
}
