package dev.imagemirrors.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import dev.imagemirrors.event.Target;
import dev.imagemirrors.ocm.Ocm;
import dev.imagemirrors.ocm.OcmCredentials;
import dev.imagemirrors.time.VirtualTime;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/// The secret with the OCM credentials, as Secrets Manager returns it or not.
class SecretTest {
  private static final Environment ENVIRONMENT =
      new Environment(
          Map.ofEntries(
              Map.entry("STACK_NAME", "image-mirrors"),
              Map.entry("AWS_REGION", "us-east-1"),
              Map.entry("AWS_ACCESS_KEY_ID", "local"),
              Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
              Map.entry("TABLE_NAME", "mirrors"),
              Map.entry("HISTORY_TABLE_NAME", "history"),
              Map.entry("QUEUE_NAME", "queue"),
              Map.entry("DEAD_LETTER_QUEUE_NAME", "dead"),
              Map.entry("EVENT_BUS_NAME", "default"),
              Map.entry("OCM_URL", "https://ocm.example.com"),
              Map.entry("OCM_TOKEN_URL", "https://sso.example.com/token"),
              Map.entry("OCM_SECRET_ID", "image-mirrors/ocm")));

  private @Nullable SdkException failure;

  private OcmCredentials read() {
    var time = new VirtualTime();
    var credentials = new AtomicReference<Supplier<OcmCredentials>>();
    var wiring =
        new Wiring(
            ENVIRONMENT,
            time,
            Secrets::new,
            (url, tokenUrl, supplier, clock, random) -> {
              credentials.set(supplier);
              return Ocm.forPriming(url, tokenUrl, supplier, clock, random);
            },
            () -> new Random(7));
    var _ = wiring.services(wiring.settings().own(), Invocation.silent(time));
    return Objects.requireNonNull(credentials.get()).get();
  }

  private final class Secrets extends AwsClients {
    Secrets(Settings settings) {
      super(ENVIRONMENT, settings, connections());
    }

    @Override
    SecretsManagerClient secrets(Target target) {
      return new SecretsManagerClient() {
        @Override
        public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
          if (failure != null) {
            throw failure;
          }
          return GetSecretValueResponse.builder()
              .secretString("{\"client_id\": \"a\", \"client_secret\": \"b\"}")
              .build();
        }

        @Override
        public String serviceName() {
          return SERVICE_NAME;
        }

        @Override
        public void close() {}
      };
    }
  }

  private static SdkException answer(int status, String code) {
    return (SdkException)
        SecretsManagerException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  @Test
  void isRead() {
    assertThat(read()).isEqualTo(new OcmCredentials.ClientCredentials("a", "b"));
  }

  @Test
  void isUnusableWithoutAValue() {
    failure = ResourceNotFoundException.builder().build();

    assertThat(catchRuntimeException(this::read))
        .isInstanceOf(OcmCredentials.Unusable.class)
        .hasMessage(
            "The secret 'image-mirrors/ocm' in us-east-1 has no value yet; store the OCM"
                + " credentials in it");
  }

  @Test
  void isUnavailableWhileSecretsManagerIs() {
    for (var unavailable :
        new SdkException[] {
          answer(400, "ThrottlingException"),
          answer(503, "ServiceUnavailable"),
          SdkClientException.create("no connection")
        }) {
      failure = unavailable;

      assertThat(catchRuntimeException(this::read))
          .isInstanceOf(OcmCredentials.Unavailable.class)
          .hasMessage("Secrets Manager is unavailable")
          .hasCause(unavailable);
    }
  }

  /// An operator has to see it.
  @Test
  void failsWithoutTheRightToReadIt() {
    failure = answer(400, "AccessDeniedException");

    assertThat(catchRuntimeException(this::read)).isSameAs(failure);
  }
}
