package dev.imagemirrors.localstack;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/// Provides the deployment that all tests share. It is created for the first test that needs it,
/// and removed after the last.
///
/// Without Docker the tests are skipped, or fail if `REQUIRE_DOCKER` is `true`.
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
      return ConditionEvaluationResult.enabled("Docker is available");
    }
    if ("true".equals(System.getenv("REQUIRE_DOCKER"))) {
      throw new IllegalStateException("Docker is not available, and REQUIRE_DOCKER is true");
    }
    return ConditionEvaluationResult.disabled("Docker is not available");
  }

  private static boolean isDockerThere() {
    var there = DockerClientFactory.instance().isDockerAvailable();
    if (!there) {
      Progress.print("Docker is not available: skipping the tests on LocalStack.");
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
