package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Direct invocations, as from the console.
@ExtendWith(OnLocalStack.class)
@Order(3)
class InvocationTest {
  private final Deployment deployment;

  InvocationTest(Deployment deployment) {
    this.deployment = deployment;
    deployment.ocm().cluster("console", "ready");
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing direct invocations.");
  }

  private Stack.Invoked create(String source) {
    return deployment
        .home()
        .invoke(
            "CreateImageMirrorFunction",
            "{\"cluster\": \"console\", \"source\": \"%s\", \"mirrors\": \"m.io/b\"}"
                .formatted(source));
  }

  @Test
  void returnsTheReply() {
    var answer = create("a.io/b");

    assertThat(answer.failure()).as(answer.reply().text()).isEmpty();
    assertThat(answer.reply().at("/messages/0")).endsWith("has been created on cluster 'console'");
  }

  @Test
  void failsWithAnErrorThatNamesTheProblem() {
    var answer =
        deployment
            .home()
            .invoke(
                "DescribeImageMirrorFunction", "{\"cluster\": \"nowhere\", \"id\": \"a.io/b\"}");

    assertThat(answer.failure()).isNotEmpty();
    assertThat(answer.errorType()).isEqualTo("dev.imagemirrors.event.ClusterNotFound");
    assertThat(answer.errorMessage())
        .isEqualTo("There is no cluster with identifier or name 'nowhere'");
  }

  @Test
  void findsNoOperationToRun() {
    var answer = deployment.home().invoke("RunOperationFunction", "{\"id\": \"none\"}");

    assertThat(answer.errorType()).isEqualTo("dev.imagemirrors.event.OperationNotFound");
  }

  @Test
  void announcesTheHistoryAgain() {
    create("a.io/again");

    var answer =
        deployment
            .home()
            .invoke(
                "AnnounceChangesFunction", "{\"cluster\": \"console\", \"from\": 1, \"to\": 1}");

    assertThat(answer.reply().at("/announced")).as(answer.reply().text()).isEqualTo("1");
  }
}
