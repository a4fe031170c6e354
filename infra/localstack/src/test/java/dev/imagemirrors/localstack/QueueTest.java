package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What does not end within its request. Each test has a cluster to itself.
@ExtendWith(OnLocalStack.class)
@Order(5)
class QueueTest {
  private static final String CREATE = "{\"source\": \"a.io/b\", \"mirrors\": \"m.io/b\"}";

  private final Deployment deployment;
  private final Stack home;
  private final String cluster = "queue-" + UUID.randomUUID();

  QueueTest(Deployment deployment) {
    this.deployment = deployment;
    this.home = deployment.home();
    deployment.ocm().cluster(cluster, "ready");
  }

  @BeforeAll
  static void say() {
    Progress.say("The queue and its dead letters.");
  }

  @AfterEach
  void forgetFaults() {
    deployment.ocm().forgetFaults();
  }

  private String state(String operation) {
    return home.api("GET", "/operations/" + operation, "").at("/operation/state");
  }

  /// What goes wrong with the next writes to the cluster.
  private void fail(String fault) {
    deployment
        .ocm()
        .fault(
            "{\"method\": \"POST\", \"match\": \"%s/image_mirrors\", %s}"
                .formatted(cluster, fault));
  }

  @Test
  void finishesAWriteThatMeetsConflictsAllThroughItsRequest() {
    fail("\"status\": 409, \"times\": 100000");

    var accepted = home.api("POST", "/clusters/" + cluster + "/image-mirrors", CREATE);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    var id = accepted.at("/operation/id");
    assertThat(state(id)).isEqualTo("waiting-for-ocm");
    deployment.ocm().forgetFaults();

    Progress.awaitThat("the operation", () -> state(id).equals("succeeded"));
    var operation = home.api("GET", "/operations/" + id, "").json().path("operation");
    assertThat(operation.path("tries").asInt()).isGreaterThan(1);
  }

  /// Later than the request, and than the first message of the queue.
  @Test
  void comesBackWhenOcmAsksItTo() {
    fail("\"status\": 429, \"retry_after\": 25");

    var accepted = home.api("POST", "/clusters/" + cluster + "/image-mirrors", CREATE);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    Progress.awaitThat(
        "the operation", () -> state(accepted.at("/operation/id")).equals("succeeded"));
  }

  @Test
  void givesUpWhatTheQueueHasGivenUp() {
    deployment.ocm().cluster(cluster, "installing");
    var id =
        home.api("POST", "/clusters/" + cluster + "/image-mirrors?defer_until_ready=true", CREATE)
            .at("/operation/id");

    var _ =
        home.aws()
            .with(
                home.aws().client(SqsClient.builder()),
                sqs ->
                    sqs.sendMessage(send ->
                        send.queueUrl(home.name("OperationsDeadLetterQueue"))
                            .messageGroupId(cluster)
                            .messageDeduplicationId(id)
                            .messageBody(
                                "{\"operation_id\": \"%s\", \"cluster_id\": \"%s\"}"
                                    .formatted(id, cluster))));

    Progress.awaitThat(
        "recovery",
        () -> {
          home.invoke("RecoverOperationsFunction", "{}");
          return state(id).equals("failed");
        });
    assertThat(home.api("GET", "/clusters/" + cluster + "/history", "").at("/history/0/refusal"))
        .contains("it could not be run, again and again");
  }
}
