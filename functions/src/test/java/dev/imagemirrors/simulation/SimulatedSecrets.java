package dev.imagemirrors.simulation;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/// The one secret.
record SimulatedSecrets(Calls calls, Chaos chaos) implements SecretsManagerClient {
  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest get) {
    if (chaos.strikes(Fault.SECRET_FAILS)) {
      calls.tell("the secret cannot be read");
      throw calls.failure(
          chaos.millis(1, 500),
          () -> SecretsManagerException.builder().message("internal").statusCode(500).build());
    }
    return calls.call(
        chaos.millis(1, 10),
        () ->
            GetSecretValueResponse.builder()
                .secretString("{\"client_id\": \"simulated\", \"client_secret\": \"secret\"}")
                .build(),
        chaos.millis(1, 10));
  }
}
