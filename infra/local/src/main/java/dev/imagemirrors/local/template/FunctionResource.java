package dev.imagemirrors.local.template;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A function. Its name in the local stack is its logical ID.
///
/// @param className the class that Handler names
/// @param environment its variables, global ones included
/// @param retries how often a failed asynchronous invocation is retried
/// @param onFailure the ARN of the destination for asynchronous invocations that failed on every
///   attempt
public record FunctionResource(
    String name,
    String className,
    Duration timeout,
    int memoryMegabytes,
    Map<String, String> environment,
    int retries,
    Optional<String> onFailure) {
  public FunctionResource {
    environment = Map.copyOf(environment);
  }
}
