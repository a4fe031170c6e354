package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The secret of a region, starting without a value.
@ExtendWith(OnLocalStack.class)
@Order(1)
class SecretTest {
  private static final String LIST = "{\"cluster\": \"mycluster\", \"region\": \"eu-west-1\"}";

  private final Deployment deployment;

  SecretTest(Deployment deployment) {
    this.deployment = deployment;
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the secret.");
  }

  private Stack.Invoked list() {
    return deployment.home().invoke("ListImageMirrorsFunction", LIST);
  }

  @Test
  @Order(1)
  void reportsAMissingValue() {
    var refused = list();

    assertThat(refused.errorType()).isEqualTo("dev.imagemirrors.event.CredentialsRejected");
    assertThat(refused.errorMessage())
        .contains("The secret 'image-mirrors/ocm' in eu-west-1 has no value yet");
  }

  @Test
  @Order(2)
  void worksOnceItHasAValue() {
    deployment.away().putSecret(Deployment.SECRET);

    assertThat(list().reply().json().path("image_mirrors").isArray()).isTrue();
  }

  @Test
  @Order(3)
  void reportsARejectedSecretAndUsesItsNextValue() {
    deployment.away().putSecret("{\"client_id\": \"tests\", \"client_secret\": \"wrong\"}");
    deployment.ocm().revokeTokens();
    // The cached secret is tried first, and is read again only after a rejection.
    deployment.ocm().fault("{\"match\": \"/openid-connect/token\", \"status\": 401}");

    assertThat(list().errorType()).isEqualTo("dev.imagemirrors.event.CredentialsRejected");

    deployment.away().putSecret(Deployment.SECRET);
    assertThat(list().failure()).isEmpty();
  }
}
