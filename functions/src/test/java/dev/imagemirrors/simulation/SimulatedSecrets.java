package dev.imagemirrors.simulation;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/// The OCM secret.
record SimulatedSecrets(Calls calls, FaultInjector faults) implements SecretsManagerClient {
  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest get) {
    if (faults.injects(Fault.SECRET_FAILS)) {
      calls.log("the secret cannot be read");
      throw calls.failure(
          faults.millis(1, 500),
          () -> SecretsManagerException.builder().message("internal").statusCode(500).build());
    }
    return calls.call(
        faults.millis(1, 10),
        () ->
            GetSecretValueResponse.builder()
                .secretString("{\"client_id\": \"simulated\", \"client_secret\": \"secret\"}")
                .build(),
        faults.millis(1, 10));
  }
}
