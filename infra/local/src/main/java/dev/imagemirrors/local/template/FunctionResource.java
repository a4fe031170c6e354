package dev.imagemirrors.local.template;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A function: its logical ID is its name here.
///
/// @param className the class that Handler names
/// @param environment the template's variables: the global ones and its own
/// @param retries how often an asynchronous invocation that failed is tried again
/// @param onFailure the ARN that an asynchronous invocation goes to when every try has failed
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
