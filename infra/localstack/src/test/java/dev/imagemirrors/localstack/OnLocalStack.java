package dev.imagemirrors.localstack;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/// Gives tests the one deployment that all of them share. It is made when the first of them wants
/// it, and taken down after the last one.
///
/// Without Docker the tests are skipped, unless `REQUIRE_DOCKER` is `true`: then they fail.
final class OnLocalStack implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(OnLocalStack.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var there =
        requireNonNull(
            context
                .getRoot()
                .getStore(HERE)
                .getOrComputeIfAbsent("docker", _ -> isDockerThere(), Boolean.class));
    if (there) {
      return ConditionEvaluationResult.enabled("Docker is there");
    }
    if ("true".equals(System.getenv("REQUIRE_DOCKER"))) {
      throw new IllegalStateException("Docker is not there, and REQUIRE_DOCKER says it must be");
    }
    return ConditionEvaluationResult.disabled("Docker is not there");
  }

  private static boolean isDockerThere() {
    var there = DockerClientFactory.instance().isDockerAvailable();
    if (!there) {
      Progress.say("Docker is not there: the tests on LocalStack are skipped.");
    }
    return there;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Deployment.class;
  }

  @Override
  public Deployment resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return requireNonNull(
        context
            .getRoot()
            .getStore(HERE)
            .getOrComputeIfAbsent("deployment", _ -> Deployment.start(), Deployment.class));
  }
}
