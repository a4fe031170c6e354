package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// A deploy that changes nothing but parameters.
@ExtendWith(OnLocalStack.class)
@Order(10)
class ParametersTest {
  private static final String FUNCTION = "ListImageMirrorsFunction";

  /// The profile of the deployment, with callers.
  private static final String REVOKED =
      "{\"payments\": {\"role_arn\": \"%s\", \"external_id\": \"x-1\", \"callers\": [\"bus:none\"]}}"
          .formatted(Deployment.ROLE);

  private final Deployment deployment;
  private final Stack away;
  private final String cluster = "parameters-" + UUID.randomUUID();

  ParametersTest(Deployment deployment) {
    this.deployment = deployment;
    this.away = deployment.away();
    deployment.ocm().cluster(cluster, "ready");
    away.putSecret(Deployment.SECRET);
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing a deploy that changes parameters.");
  }

  private Stack.Invoked invoke() {
    return away.invoke(
        FUNCTION, "{\"cluster\": \"%s\", \"profile\": \"payments\"}".formatted(cluster));
  }

  private Http.Reply call() {
    return away.api("GET", "/clusters/" + cluster + "/image-mirrors?profile=payments", "");
  }

  private String version(String alias) {
    return away.aws()
        .with(
            away.aws().client(LambdaClient.builder()),
            lambda ->
                lambda
                    .getAlias(get -> get.functionName(away.name(FUNCTION)).name(alias))
                    .functionVersion());
  }

  @Test
  void reachesBothAliases() {
    assertThat(invoke().failure()).isEmpty();
    assertThat(call().status()).isEqualTo(200);
    var before = version("live");

    deployment.redeployAway(Map.of("Profiles", REVOKED));

    assertThat(invoke().errorType()).isEqualTo("dev.imagemirrors.event.Denied");
    assertThat(call().status()).isEqualTo(403);
    assertThat(version("live")).isNotEqualTo(before).isEqualTo(version("service"));
  }
}
