package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/// The logs of all previous tests, of the containers and in CloudWatch.
@ExtendWith(OnLocalStack.class)
@Order(100)
class LogsTest {
  /// The client secret, plain and encoded for the token service, and the prefix of every token.
  private static final List<String> SECRETS =
      List.of(
          Deployment.CLIENT_SECRET,
          Base64.getEncoder()
              .encodeToString(
                  ("tests:" + Deployment.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8)),
          "eyJ");

  private final Deployment deployment;

  LogsTest(Deployment deployment) {
    this.deployment = deployment;
  }

  @BeforeAll
  static void printProgress() {
    Progress.print("Testing the logs.");
  }

  private static List<String> holding(String text, List<String> logs) {
    return logs.stream().flatMap(String::lines).filter(line -> line.contains(text)).toList();
  }

  private static List<String> groups(Stack stack) {
    return stack
        .aws()
        .with(
            stack.aws().client(CloudWatchLogsClient.builder()),
            logs -> {
              var lines = new ArrayList<String>();
              for (var group : logs.describeLogGroupsPaginator(_ -> {}).logGroups()) {
                logs
                    .filterLogEventsPaginator(filter -> filter.logGroupName(group.logGroupName()))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .forEach(lines::add);
              }
              return lines;
            });
  }

  @Test
  void containNoSecret() {
    var containers = List.copyOf(deployment.containers().logs().values());
    var groups = new ArrayList<>(groups(deployment.home()));
    groups.addAll(groups(deployment.away()));

    // The search works: refusals are logged, among them that of the credentials.
    for (var logs : List.of(containers, groups)) {
      assertThat(holding("CredentialsRejected", logs)).isNotEmpty();
      for (var secret : SECRETS) {
        assertThat(holding(secret, logs)).isEmpty();
      }
    }
  }

  @Test
  void detectsASecret() {
    for (var secret : SECRETS) {
      assertThat(holding(secret, List.of("one\nthe " + secret + "x is here\n"))).hasSize(1);
    }
  }
}
