package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Operations that do not finish within the request. Each test has its own cluster.
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
  static void printProgress() {
    Progress.print("Testing the queue and its dead letters.");
  }

  @AfterEach
  void forgetFaults() {
    deployment.ocm().forgetFaults();
  }

  private String state(String operation) {
    return home.api("GET", "/operations/" + operation, "").at("/operation/state");
  }

  /// The fault of the next writes to the cluster.
  private void fail(String fault) {
    deployment
        .ocm()
        .fault(
            "{\"method\": \"POST\", \"match\": \"%s/image_mirrors\", %s}"
                .formatted(cluster, fault));
  }

  @Test
  void finishesAWriteWhoseRequestMeetsOnlyConflicts() {
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

  /// Later than the end of the request, and than the first delivery of the message.
  @Test
  void retriesAfterTheDelayThatOcmRequests() {
    fail("\"status\": 429, \"retry_after\": 25");

    var accepted = home.api("POST", "/clusters/" + cluster + "/image-mirrors", CREATE);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

    Progress.awaitThat(
        "the operation", () -> state(accepted.at("/operation/id")).equals("succeeded"));
  }

  @Test
  void continuesOperationsOfDeadLetters() {
    deployment.ocm().cluster(cluster, "installing");
    var id =
        home.api("POST", "/clusters/" + cluster + "/image-mirrors?defer_until_ready=true", CREATE)
            .at("/operation/id");

    drop(id);

    Progress.awaitThat(
        "recovery",
        () -> {
          home.invoke("RecoverOperationsFunction", "{}");
          return deadLetters() == 0;
        });
    assertThat(state(id)).isEqualTo("waiting-for-cluster");
    deployment.ocm().cluster(cluster, "ready");
    home.put("Cluster Ready", "{\"cluster\": \"%s\"}".formatted(cluster));
    Progress.awaitThat("the operation", () -> state(id).equals("succeeded"));
  }

  private void drop(String operation) {
    var body = "{\"operation_id\": \"%s\", \"cluster_id\": \"%s\"}".formatted(operation, cluster);
    var _ =
        home.aws()
            .with(
                home.aws().client(SqsClient.builder()),
                sqs ->
                    sqs.sendMessage(send ->
                        send.queueUrl(home.name("OperationsDeadLetterQueue"))
                            .messageGroupId(cluster)
                            .messageDeduplicationId(operation)
                            .messageBody(body)));
  }

  /// The number of dead letters, also of those that recovery has received.
  private int deadLetters() {
    return home.aws()
        .with(
            home.aws().client(SqsClient.builder()),
            sqs ->
                sqs
                    .getQueueAttributes(get ->
                        get.queueUrl(home.name("OperationsDeadLetterQueue"))
                            .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .attributes()
                    .values()
                    .stream()
                    .mapToInt(Integer::parseInt)
                    .sum());
  }
}
