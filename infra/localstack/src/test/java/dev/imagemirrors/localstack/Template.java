package dev.imagemirrors.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.waiters.CloudFormationWaiter;
import software.amazon.awssdk.services.s3.S3Client;

/// template.yaml as it is deployed: the template and its code are in S3, and nothing else is
/// changed.
record Template(String url) {
  static final String STACK = "image-mirrors";

  private static final Path PROJECT = Path.of("../..");
  private static final String CODE = "functions/target/image-mirrors-functions.zip";
  private static final String BUCKET = "code";
  private static final String TEMPLATE = "template.yaml";

  private static final WaiterOverrideConfiguration LOOKS =
      WaiterOverrideConfiguration.builder()
          .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(500)))
          .maxAttempts(360)
          .build();

  static Template packaged(Stack.Aws aws) {
    try {
      var text = Files.readString(PROJECT.resolve("template.yaml"));
      if (!text.contains("CodeUri: " + CODE)) {
        throw new IllegalStateException("template.yaml names no " + CODE);
      }
      var packaged = text.replace("CodeUri: " + CODE, "CodeUri: s3://" + BUCKET + "/" + CODE);
      var _ =
          aws.with(
              aws.client(S3Client.builder().forcePathStyle(true)),
              s3 -> {
                s3.createBucket(create -> create.bucket(BUCKET));
                s3.putObject(put -> put.bucket(BUCKET).key(CODE), PROJECT.resolve(CODE));
                // Too large to be part of the change set request.
                return s3.putObject(
                    put -> put.bucket(BUCKET).key(TEMPLATE), RequestBody.fromString(packaged));
              });
      return new Template(aws.url() + "/" + BUCKET + "/" + TEMPLATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deploys the template as `aws cloudformation deploy` does.
  Stack deploy(Stack.Aws aws, Map<String, String> parameters) {
    return change(aws, ChangeSetType.CREATE, parameters);
  }

  /// Deploys the template again, with other parameters.
  Stack redeploy(Stack.Aws aws, Map<String, String> parameters) {
    return change(aws, ChangeSetType.UPDATE, parameters);
  }

  private Stack change(Stack.Aws aws, ChangeSetType type, Map<String, String> parameters) {
    return aws.with(
        aws.client(CloudFormationClient.builder()),
        cloudFormation -> {
          cloudFormation.createChangeSet(create ->
              create
                  .stackName(STACK)
                  .changeSetName(type.toString())
                  .changeSetType(type)
                  .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                  .templateURL(url)
                  .parameters(parameters(parameters)));
          try {
            wait(cloudFormation, type);
          } catch (RuntimeException failed) {
            throw new IllegalStateException(
                "the stack in " + aws.region() + " failed:\n" + events(cloudFormation), failed);
          }
          return new Stack(aws, names(cloudFormation));
        });
  }

  private static void wait(CloudFormationClient cloudFormation, ChangeSetType type) {
    var change = type.toString();
    try (var waiter =
        CloudFormationWaiter.builder()
            .client(cloudFormation)
            .overrideConfiguration(LOOKS)
            .build()) {
      waiter.waitUntilChangeSetCreateComplete(
          describe -> describe.stackName(STACK).changeSetName(change));
      cloudFormation.executeChangeSet(execute -> execute.stackName(STACK).changeSetName(change));
      var _ =
          type == ChangeSetType.CREATE
              ? waiter.waitUntilStackCreateComplete(describe -> describe.stackName(STACK))
              : waiter.waitUntilStackUpdateComplete(describe -> describe.stackName(STACK));
    }
  }

  private static List<Parameter> parameters(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value ->
            Parameter.builder()
                .parameterKey(value.getKey())
                .parameterValue(value.getValue())
                .build())
        .toList();
  }

  private static Map<String, String> names(CloudFormationClient cloudFormation) {
    return cloudFormation
        .listStackResourcesPaginator(list -> list.stackName(STACK))
        .stackResourceSummaries()
        .stream()
        .collect(
            Collectors.toMap(
                StackResourceSummary::logicalResourceId, StackResourceSummary::physicalResourceId));
  }

  private static String events(CloudFormationClient cloudFormation) {
    return cloudFormation
        .describeStackEvents(describe -> describe.stackName(STACK))
        .stackEvents()
        .stream()
        .map(event ->
            "%s %s %s"
                .formatted(
                    event.logicalResourceId(),
                    event.resourceStatusAsString(),
                    event.resourceStatusReason()))
        .collect(Collectors.joining("\n"));
  }
}
